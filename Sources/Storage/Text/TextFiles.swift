internal import Documents
internal import Foundation

extension CorpusStore {
    /// Writes the kept texts of documents into a folder, each in a file of the document's name.
    ///
    /// - Parameters:
    ///   - documents: all where `nil`.
    ///   - folder: made if there is none.
    ///   - replacing: whether files that are there are written over.
    /// - Returns: how many were written, and the names of documents without a kept text.
    /// - Throws: `StorageError` if a file cannot be written or is there.
    package func writeTexts(
        of documents: [NamedDocument]?, to folder: String, replacing: Bool
    ) throws -> (written: Int, missing: [String]) {
        let names = try (documents ?? namedDocuments()).map(\.name)
        var written = 0
        var missing: [String] = []
        for name in names {
            // What a name of another's database says is cleaned again.
            let file = URL(filePath: folder).appending(path: documentName(ofPath: name.utf8) ?? name)
            let parent = file.deletingLastPathComponent()
            var output: NewFile?
            try forEachTextBlock(ofDocument: name) { block in
                if output == nil {
                    if !replacing, FileManager.default.fileExists(atPath: file.path) {
                        throw StorageError.existsAlready(file.path)
                    }
                    try? FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
                    output = try NewFile(inPlaceOf: file.path)
                }
                try output?.write(block)
            }
            guard let output else {
                missing.append(name)
                continue
            }
            try output.publish(replacing: replacing)
            written += 1
        }
        return (written, missing)
    }
}
