internal import Basics
internal import Documents
internal import Foundation
internal import Tokenization

/// A text to be read: where it comes from and, unless its content tells, its name.
struct DocumentSource: Sendable {
    let origin: InputOrigin
    /// The document's name: a file's base name, below a folder the path within it, cleaned; `nil` for standard input.
    let name: String?
    /// The split the whole document belongs to, where the user named one.
    let split: Split?
    /// What stands before the names of its documents: its split, where it is given to several.
    var prefix = ""
    /// Whether it was found in a folder.
    var isFromFolder = false
    /// Whether the user gave it a name.
    var isNamed = false

    /// Finds the texts of some inputs.
    ///
    /// One text given to several splits is a document in each, named by its split and its own name.
    /// - Returns: also what was given to several splits.
    /// - Throws: as `find(_:)`.
    static func find(_ inputs: [IngestInput]) throws(StorageError) -> (sources: [DocumentSource], shared: [String]) {
        var sources: [DocumentSource] = []
        for input in inputs { sources += try find(input) }
        guard Set(inputs.map(\.split)).count > 1 else { return (sources, []) }
        var splits: [String: Set<Split?>] = [:]
        for source in sources { splits[source.place, default: []].insert(source.split) }
        var shared: [String] = []
        for index in sources.indices where splits[sources[index].place]!.count > 1 {
            let source = sources[index]
            if !shared.contains(source.title) { shared.append(source.title) }
            if let split = source.split { sources[index].prefix = split.name + ":" }
        }
        return (sources, shared)
    }

    /// Which text it is, however it is spelled.
    private var place: String {
        guard case .file(let path) = origin else { return "-" }
        return URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

    /// Finds the texts of an input that a user named.
    /// - Throws: `StorageError` if there is nothing to read.
    static func find(_ input: IngestInput) throws(StorageError) -> [DocumentSource] {
        // A name that the user gives is cleaned as a file's is.
        let name = input.name.map { documentName(ofPath: $0.utf8) ?? $0 }
        if input.path == "-" {
            return [
                DocumentSource(
                    origin: .standardInput, name: name, split: input.split, isNamed: input.name != nil)
            ]
        }
        switch try DatabaseFile.kind(of: input.path) {
        case .missing: throw .noFile(input.path)
        case .directory:
            if input.name != nil { throw .oneNameForMany(input.path) }
            return try findInFolder(input)
        case .database: throw .databaseAsText(input.path)
        case .empty: throw .emptyFile(input.path)
        case .other, .stream:
            let base = URL(fileURLWithPath: input.path).lastPathComponent
            return [
                DocumentSource(
                    origin: .file(input.path), name: name ?? documentName(ofPath: base.utf8) ?? base,
                    split: input.split,
                    isNamed: input.name != nil)
            ]
        }
    }

    private static func findInFolder(_ input: IngestInput) throws(StorageError) -> [DocumentSource] {
        let folder = URL(fileURLWithPath: input.path, isDirectory: true)
        let names = (FileManager.default.enumerator(atPath: input.path)?.compactMap { $0 as? String } ?? [])
            .filter { isNamedAsText($0) && !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
            .filter { name in
                var isFolder: ObjCBool = false
                let path = folder.appendingPathComponent(name).path
                return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                    && !isFolder.boolValue
            }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard !names.isEmpty else {
            throw .nothingNamedAsText(input.path, isArchive: false)
        }
        return names.map { name in
            DocumentSource(
                origin: .file(folder.appendingPathComponent(name).path), name: documentName(ofPath: name.utf8) ?? name,
                split: input.split, isFromFolder: true)
        }
    }

    /// How errors call it.
    var title: String { origin.title }

    /// The size of its file, compressed or not; `nil` if that is not known.
    var fileSize: Int? {
        guard case .file(let path) = origin else { return nil }
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}
