internal import Documents
internal import Foundation
internal import Tokenization

/// What documents are called: by the base name of their file, below a folder by the path within it; where several have one
/// name, by the shortest endings of their paths that differ; or by the paths below a folder that the user names.
enum DocumentNaming {
    /// The texts that an ingest is to read.
    /// One text given to several splits is a document in each, named by its split and its own name.
    /// - Returns: also a line for each folder of which files are left out, and what is given to several splits.
    /// - Throws: `StorageError`.
    static func sources(of options: IngestOptions) throws(StorageError) -> (
        sources: [DocumentSource], leftOut: [String], shared: [String]
    ) {
        var leftOut: [String] = []
        var sources: [DocumentSource] = []
        let readsTables = ReadingSettings(options).readsTables
        for input in options.inputs {
            sources += try DocumentSource.find(
                input, readsTables: readsTables, skipsBad: options.skipsBad, leftOut: &leftOut)
        }
        if let base = options.baseFolder {
            try name(&sources, below: base)
        } else {
            tellApart(&sources)
        }
        let shared = nameSplits(of: &sources)
        return (sources, leftOut, shared)
    }

    /// Puts the split before the names of what is given to several, and returns that.
    private static func nameSplits(of sources: inout [DocumentSource]) -> [String] {
        // To follow a file's path to what it names takes as long as to read a short one.
        guard Set(sources.map(\.split)).count > 1 else { return [] }
        var splits: [String: Set<Split?>] = [:]
        for source in sources { splits[source.place, default: []].insert(source.split) }
        var shared: [String] = []
        for index in sources.indices where splits[sources[index].place]!.count > 1 {
            let source = sources[index]
            if !shared.contains(source.title) { shared.append(source.title) }
            if let split = source.split { sources[index].prefix = split.name + ":" }
        }
        return shared
    }

    private static func name(_ sources: inout [DocumentSource], below base: String) throws(StorageError) {
        let folder = parts(of: Array(base.utf8))
        for index in sources.indices where !sources[index].isNamed {
            guard let path = path(of: sources[index]) else { continue }
            guard path.starts(with: folder), path.count > folder.count else {
                throw .notBelow(sources[index].title, base: base)
            }
            sources[index].name = name(path[folder.count...])
        }
    }

    private static func tellApart(_ sources: inout [DocumentSource]) {
        let groups = Dictionary(grouping: sources.indices.filter { !sources[$0].isNamed && sources[$0].name != nil }) {
            sources[$0].name!
        }
        for (_, members) in groups where members.count > 1 {
            let paths = members.map { path(of: sources[$0]) ?? [] }
            // One file named twice is one document.
            guard Set(paths).count > 1 else { continue }
            let longest = paths.map(\.count).max() ?? 0
            var length = 1
            while length < longest, Set(paths.map { Array($0.suffix(length)) }).count < Set(paths).count { length += 1 }
            for (index, path) in zip(members, paths) { sources[index].name = name(path.suffix(length)) }
        }
    }

    private static func name(_ parts: ArraySlice<[UInt8]>) -> String? {
        documentName(ofPath: parts.joined(separator: [0x2F]))
    }

    /// The parts of the path from the root; `nil` for standard input.
    private static func path(of source: DocumentSource) -> [[UInt8]]? {
        switch source.origin {
        case .file(let path): parts(of: Array(path.utf8))
        case .unnameable(let path): parts(of: path)
        case .standardInput: nil
        }
    }

    private static func parts(of path: [UInt8]) -> [[UInt8]] {
        let whole = path.first == 0x2F ? path : Array(FileManager.default.currentDirectoryPath.utf8) + [0x2F] + path
        var parts: [[UInt8]] = []
        for part in whole.split(separator: 0x2F) {
            if part.elementsEqual("..".utf8) {
                _ = parts.popLast()
            } else if !part.elementsEqual(".".utf8) {
                parts.append(Array(part))
            }
        }
        return parts
    }
}
