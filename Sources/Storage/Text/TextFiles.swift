internal import Documents
internal import Foundation

/// What became of documents whose texts were to be written.
package struct WrittenTexts: Sendable {
    package var written = 0
    /// Names of documents without a kept text.
    package var missing: [String] = []
    /// Documents whose files are called otherwise, and the path of each in the folder.
    package var renamed: [(document: String, path: String)] = []
}

extension CorpusStore {
    /// Writes the kept texts of documents into a folder, each in a file of the document's name.
    ///
    /// Which files these are, and whether they can be made, is looked at before the first is written.
    ///
    /// - Parameters:
    ///   - documents: all where `nil`.
    ///   - folder: made if there is none.
    ///   - replacing: whether files that are there are written over.
    /// - Throws: `StorageError` if a file cannot be written or is there.
    package func writeTexts(
        of documents: [NamedDocument]?, to folder: String, replacing: Bool
    ) throws -> WrittenTexts {
        let asked = try documents ?? namedDocuments()
        let formats = try formatsOfTexts()
        let kept = asked.compactMap { document in
            formats[document.id].map { TextFileNames.Document(id: document.id, name: document.name, format: $0) }
        }
        let names = TextFileNames(kept)
        var result = WrittenTexts()
        result.missing = asked.filter { formats[$0.id] == nil }.map(\.name)
        result.renamed = names.renamed
        let base = URL(filePath: folder, directoryHint: .isDirectory)
        try Self.requireRoom(for: names.paths, in: base, replacing: replacing)
        for (document, path) in zip(kept, names.paths) {
            let file = base.appending(path: path)
            try? FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            let output = try NewFile(inPlaceOf: file.path)
            try forEachTextBlock(ofDocument: document.name) { try output.write($0) }
            try output.publish(replacing: replacing)
            result.written += 1
        }
        return result
    }

    /// The formats of the documents that have a text, by their numbers.
    private func formatsOfTexts() throws -> [Int: TextFormat] {
        try read { db in
            var formats: [Int: TextFormat] = [:]
            try db.forEachRow(
                """
                SELECT id, format FROM document WHERE EXISTS
                    (SELECT 1 FROM text_block WHERE text_block.document = document.id)
                """
            ) { formats[try $0.integer(0)] = TextFormat(rawValue: try $0.text(1)) ?? .text }
            return formats
        }
    }

    /// - Throws: `StorageError` if something that is there stands in the way of a file or of a folder it is in.
    private static func requireRoom(for paths: [String], in base: URL, replacing: Bool) throws(StorageError) {
        for folder in [base] + Set(paths.flatMap(TextFileNames.folders)).sorted().map({ base.appending(path: $0) }) {
            if let type = resolvingLinks(folder.path).type, type != .typeDirectory {
                throw .existsAlready(folder.path)
            }
        }
        for file in paths.map({ base.appending(path: $0) }) {
            switch resolvingLinks(file.path).type {
            case nil: break
            case .typeDirectory: throw .folderAsOutput(file.path)
            default: if !replacing { throw .existsAlready(file.path) }
            }
        }
    }
}
