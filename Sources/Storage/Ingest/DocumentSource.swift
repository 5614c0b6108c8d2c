internal import Basics
internal import Documents
internal import Foundation
internal import Tokenization

/// A text to be read: where it comes from and, unless its content tells, its name.
struct DocumentSource: Sendable {
    let origin: InputOrigin
    /// The document's name: a file's base name, below a folder the path within it, cleaned; `nil` for standard input.
    var name: String?
    /// The split the whole document belongs to, where the user named one.
    let split: Split?
    /// What stands before the names of its documents: its split, where it is given to several.
    var prefix = ""
    /// Whether it was found in a folder.
    var isFromFolder = false
    /// Whether the user gave it a name.
    var isNamed = false

    /// Which text it is, however it is spelled.
    var place: String {
        switch origin {
        case .standardInput: "-"
        case .file(let path): URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
        case .unnameable(let path): "\0" + hexadecimal(path)
        }
    }

    /// Finds the texts of an input that a user named.
    ///
    /// - Parameters:
    ///   - readsTables: whether a folder's tables are texts.
    ///   - skipsBad: passes over folders in folders that cannot be read.
    ///   - leftOut: gets a line for a folder of which files are left out.
    /// - Throws: `StorageError` if there is nothing to read.
    static func find(
        _ input: IngestInput, readsTables: Bool = false, skipsBad: Bool = false, leftOut: inout [String]
    ) throws(StorageError) -> [DocumentSource] {
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
            return try findInFolder(input, readsTables: readsTables, skipsBad: skipsBad, leftOut: &leftOut)
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

    private static func findInFolder(
        _ input: IngestInput, readsTables: Bool, skipsBad: Bool, leftOut: inout [String]
    ) throws(StorageError) -> [DocumentSource] {
        let listing: FolderListing
        do { listing = try FolderListing(of: input.path, skipsBad: skipsBad) } catch { throw .input(error) }
        var others = LeftOutFiles()
        var sources: [DocumentSource] = []
        for path in listing.paths {
            let name = documentName(ofPath: path) ?? ""
            guard isNamedAsText(name, tables: readsTables) else {
                others.add(name)
                continue
            }
            let whole = Array(input.path.utf8) + (input.path.hasSuffix("/") ? [] : [0x2F]) + path
            let origin: InputOrigin =
                String(validating: whole, as: UTF8.self).map { .file($0) } ?? .unnameable(path: whole)
            sources.append(DocumentSource(origin: origin, name: name, split: input.split, isFromFolder: true))
        }
        leftOut += listing.unreadable.map { "left out: \($0.fact)\($0.cause.map { " " + $0 } ?? "")" }
        guard !sources.isEmpty else {
            if let error = listing.unreadable.first { throw .input(error) }
            throw .nothingNamedAsText(input.path, isArchive: false)
        }
        if let line = others.line { leftOut.append("\(input.path): \(line)") }
        return sources
    }

    /// How errors call it.
    var title: String { origin.title }
}
