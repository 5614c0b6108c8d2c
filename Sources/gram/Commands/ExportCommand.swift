internal import ArgumentParser
internal import Foundation
internal import Gramarye

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a model to a file that other tools read.",
        usage: "gram export DATABASE MODEL FILE.arpa [--force]",
        discussion: """
            EXAMPLES
              gram export moby.db mkn:3 moby.arpa      for KenLM and SRILM
              gram export moby.db baseline - | gzip > moby.arpa.gz
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The model: mkn:3, or a saved one.") var model: String
    @Argument(help: "The file, .arpa; - is standard output.") var file: String
    @Flag(help: "Write over a file that is there.") var force = false
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var quiet: QuietOption

    func run() throws {
        guard file == "-" || file.lowercased().hasSuffix(".arpa") else {
            throw CommandError(
                "'\(file)' has no ending that tells its format", remedy: "Name it FILE.arpa, or - for standard output.")
        }
        let name = try ModelName(parsing: model)
        if name.isMixture {
            throw CommandError(
                "a mixture cannot be exported", cause: "ARPA holds one back-off model.",
                remedy: "Export its parts one by one.")
        }
        let corpus = try Corpus(path: database)
        if file != "-" && !force && FileManager.default.fileExists(atPath: file) {
            throw CommandError(
                "\(file) exists and is not written over", remedy: "Name another file, or add --force.",
                kind: .cannotCreate)
        }
        let shelf = ModelShelf(corpus, rule: try vocabulary.rule())
        try shelf.forEachModel([name]) { model in
            let comment = "\(model.name) by gram \(gramVersion) from \(corpus.store.path)"
            guard file != "-" else {
                try writeArpa(model, comment: comment) { try FileHandle.standardOutput.write(contentsOf: Data($0)) }
                return
            }
            try replacingFile(file) { handle in
                try writeArpa(model, comment: comment) { try handle.write(contentsOf: Data($0)) }
            }
            Console.note("\(file): \(NumberText.grouped(model.parameterCount)) numbers of \(model.name)")
        }
    }
}

/// Writes a file beside its place and moves it there when it is whole.
private func replacingFile(_ path: String, _ body: (FileHandle) throws -> Void) throws {
    let partial = path + ".partial"
    guard FileManager.default.createFile(atPath: partial, contents: nil),
        let handle = FileHandle(forWritingAtPath: partial)
    else {
        throw CommandError(
            "\(path) cannot be made", cause: "Its folder is missing or closed to you.", kind: .cannotCreate)
    }
    do {
        try body(handle)
        try handle.close()
        guard unsafe rename(partial, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch let error as any ExplainedError {
        try? FileManager.default.removeItem(atPath: partial)
        throw error
    } catch {
        try? FileManager.default.removeItem(atPath: partial)
        throw CommandError(
            "\(path) cannot be written: \(error.localizedDescription)", cause: "The disk is full.", kind: .inputOutput)
    }
}
