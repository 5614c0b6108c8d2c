package import Documents
internal import Foundation

/// The files of a folder that documents are written to, by their names: all different, and none a folder of another's.
///
/// A file is called as its document is where it can be. It is named as a text, so that the folder can be read in again; what
/// cannot be a file's name (`.`, or more than 255 bytes) is cut or numbered, and so is what another's file or folder is called.
package struct TextFileNames: Sendable {
    /// A document that is to be written.
    package struct Document: Sendable {
        package let id: Int
        package let name: String
        /// Of what is kept.
        package let format: TextFormat

        package init(id: Int, name: String, format: TextFormat) {
            self.id = id
            self.name = name
            self.format = format
        }
    }

    /// What file systems allow, in bytes.
    private static let longestPart = 255
    /// The longest path in the folder, in bytes; Linux allows 4,096 with what stands before.
    private static let longestPath = 3_000

    /// Paths below the folder, one for each document.
    package private(set) var paths: [String]
    /// Documents whose file is called otherwise, but for an ending that was missing.
    package private(set) var renamed: [(document: String, path: String)] = []

    package init(_ documents: [Document]) {
        let wanted = documents.map(Self.path)
        let folders = Set(wanted.flatMap(Self.folders))
        var taken: Set<String> = []
        paths = wanted
        // Whoever can have the name of the document itself has it before others.
        var later: [Int] = []
        for (index, document) in documents.enumerated() {
            let isFree = wanted[index] == document.name && !folders.contains(wanted[index])
            if !isFree || !taken.insert(wanted[index]).inserted { later.append(index) }
        }
        var numbers: [String: Int] = [:]
        for index in later {
            while folders.contains(paths[index]) || !taken.insert(paths[index]).inserted {
                let number = numbers[wanted[index], default: 1] + 1
                numbers[wanted[index]] = number
                paths[index] = Self.numbered(wanted[index], number)
            }
        }
        for index in later where paths[index] != documents[index].name {
            if paths[index] != documents[index].name + "." + Self.ending(documents[index].format) {
                renamed.append((documents[index].name, paths[index]))
            }
        }
    }

    /// What the file would be called if there were no other.
    private static func path(of document: Document) -> String {
        // What a name of another's database says is cleaned again.
        let name = documentName(ofPath: document.name.utf8) ?? "document-\(document.id)"
        let parts = (isNamedAsText(name) ? name : name + "." + ending(document.format)).split(separator: "/")
        let path = parts.map { shortened(String($0), document.id) }.joined(separator: "/")
        return path.utf8.count > longestPath ? "document-\(document.id).\(ending(document.format))" : path
    }

    private static func ending(_ format: TextFormat) -> String {
        switch format {
        case .conllu: "conllu"
        case .vertical: "vert"
        default: "txt"
        }
    }

    /// The folders that a path leads through.
    static func folders(of path: String) -> [String] {
        path.utf8.indices.filter { path.utf8[$0] == 0x2F }.map { String(path[..<$0]) }
    }

    /// - Parameter number: of the document, which keeps what begins alike apart.
    private static func shortened(_ part: String, _ number: Int) -> String {
        guard part.utf8.count > longestPart else { return part }
        return cut(part, to: longestPart, before: "-\(number)")
    }

    private static func numbered(_ path: String, _ number: Int) -> String {
        let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        return path[..<start] + cut(String(path[start...]), to: longestPart, before: "-\(number)")
    }

    /// The name with a suffix before its ending, in so many bytes.
    private static func cut(_ name: String, to length: Int, before suffix: String) -> String {
        var stem = name.unicodeScalars[...]
        var ending = ""
        if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= 16 {
            stem = name.unicodeScalars[..<dot]
            ending = String(name[dot...])
        }
        while String(stem).utf8.count > length - suffix.utf8.count - ending.utf8.count { stem.removeLast() }
        return String(stem) + suffix + ending
    }
}
