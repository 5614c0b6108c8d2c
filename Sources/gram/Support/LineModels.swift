internal import Foundation
internal import Gramarye

/// Models named on a command line, of one database or several, or of model files: `mkn:3`, `emma.db:mkn:3`, `big.arpa.gz`.
struct LineModels {
    /// The database or model file that the command names first.
    let source: String?
    let usesStaleModels: Bool
    let threads: Int
    private var shelves: [String: ModelShelf] = [:]
    private var made: [String: LineModel] = [:]
    /// What tells one of the databases, if there is one alone.
    private(set) var provenance = Provenance(version: gramaryeVersion)

    init(source: String?, usesStaleModels: Bool, threads: Int) {
        self.source = source
        self.usesStaleModels = usesStaleModels
        self.threads = threads
        provenance.database = source
    }

    /// Where a model is.
    private enum Place {
        case database(String, ModelName)
        case file(String)
    }

    static func isModelFile(_ path: String) -> Bool {
        isMapped(path) || ["", ".gz", ".zst", ".xz", ".bz2"].contains { path.lowercased().hasSuffix(".arpa" + $0) }
    }

    private static func isMapped(_ path: String) -> Bool { path.lowercased().hasSuffix(".gram") }

    /// The database that all models are of, where it is one.
    var onlyDatabase: String? { shelves.count == 1 ? shelves.keys.first : nil }

    /// The models of a list; the one that the source has where the list is empty.
    mutating func models(_ names: [String]) throws -> [LineModel] {
        if !names.isEmpty { return try names.map { try model($0) } }
        guard let source else { return [] }
        if Self.isModelFile(source) { return [try model(source)] }
        let saved = try shelf(of: source).corpus.store.models().map(\.name)
        if saved.count == 1 { return [try model(saved[0])] }
        let remedy =
            saved.isEmpty ? "Name one: --model mkn:3" : "Name one or more of them, or mkn:3: --model \(saved[0])"
        throw CommandError(
            saved.isEmpty
                ? "\(source) has no saved model" : "\(source) has \(saved.count) models: \(shortened(saved))",
            remedy: remedy, kind: .usage)
    }

    mutating func model(_ text: String) throws -> LineModel {
        if let known = made[text] { return known }
        let model: LineModel
        switch try place(of: text) {
        case .file(let path) where Self.isMapped(path): model = try LineModel(ofModelFile: path, called: text)
        case .file(let path):
            Console.redraw("reading \(path)")
            let file = try ArpaFile(
                reading: InputContent(InputOrigin(argument: path)), named: path, for: path, memory: 2 << 30,
                progress: { _ in })
            model = try file.lineModel(called: text)
        case .database(let path, let name):
            let shelf = try shelf(of: path)
            Console.redraw("making \(name)")
            shelf.prepare([name])
            model = try shelf.lineModel(name, called: text)
        }
        Console.redraw("")
        for note in model.model.notes { Console.note("\(text): \(note)") }
        made[text] = model
        return model
    }

    private func place(of text: String) throws -> Place {
        if Self.isModelFile(text) { return .file(text) }
        // A name of a model has colons too: what stands before the first is a database where there is such a file.
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, SmoothingMethod(spelling: parts[0]) == nil,
            FileManager.default.fileExists(atPath: parts[0])
        {
            return .database(parts[0], try ModelName(parsing: parts[1]))
        }
        guard let source, !Self.isModelFile(source) else {
            throw CommandError(
                source.map { "'\(text)' is a model of a database, and \($0) is a model file" }
                    ?? "'\(text)' names no database and no model file",
                remedy: "Name the database too: --model FILE.db:\(text)", kind: .usage)
        }
        return .database(source, try ModelName(parsing: text))
    }

    private mutating func shelf(of path: String) throws -> ModelShelf {
        if let known = shelves[path] { return known }
        var corpus = try Corpus(reading: path, needsText: false)
        corpus.usesStaleModels = usesStaleModels
        if shelves.isEmpty { provenance = try corpus.provenance(isLast: false) }
        let shelf = ModelShelf(corpus, threads: threads)
        shelves[path] = shelf
        return shelf
    }
}
