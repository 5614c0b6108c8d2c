internal import CorpusTools
internal import Storage

/// The parts over which it is measured how evenly words are spread.
public enum DispersionParts: Sendable, Hashable {
    case documents
    /// So many stretches of equal length, cut without regard to documents.
    case equal(Int)
    /// The groups of documents that have one value of a key of their metadata.
    case key(String)
}

/// Parts with what is said of them.
struct NamedParts {
    let parts: CorpusParts
    /// What one of them is, as `document`.
    let unit: String
    /// The key by whose values they are cut, as the database spells it.
    var key: String?
    var notes: [String] = []
}

extension Corpus {
    /// The parts of a part of the corpus, its documents whole.
    /// - Throws: `CorpusError.unknownKey`, `.cutsDocuments`.
    func parts(_ choice: DispersionParts, of documents: Subcorpus?) throws -> NamedParts {
        let part = CorpusPart(documents: documents)
        switch choice {
        case .documents:
            return NamedParts(
                parts: CorpusParts(documents: try self.documents(of: part).ids), unit: "document")
        case .equal(let count):
            return NamedParts(parts: try CorpusParts(equal: count, of: runs(of: part)), unit: "part")
        case .key(let name):
            if name.lowercased() == "split" { throw CorpusError.cutsDocuments(key: name) }
            let groups = try groups(of: part, by: name)
            return NamedParts(
                parts: CorpusParts(groups: groups.groups.map { $0.part.documents?.ids ?? [] }), unit: "group",
                key: groups.key, notes: groups.notes)
        }
    }
}
