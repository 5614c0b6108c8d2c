internal import Basics
internal import Reporting
internal import Storage
internal import Tokenization

/// A part of a corpus cut by the values of a key: of the documents' metadata, or `document`, or `split`.
///
/// Documents that have no value are a group of their own. Groups are in the order of their values, numbers before texts, and
/// that one last.
struct CorpusGroups: Sendable {
    /// One value, and what has it.
    struct Group: Sendable {
        /// `nil` for documents without one.
        let value: MetadataValue?
        let part: CorpusPart
        /// Its place among the groups.
        var index = 0

        /// As people and charts call it.
        var label: String { value?.text ?? "(none)" }
        var cell: Value { value?.value ?? .null }
        /// The same for a table that people read, years without a comma.
        var shownCell: Value { .text(label) }
    }

    /// As the database spells it.
    let key: String
    let groups: [Group]
    /// What a reader should know of how the documents fall into groups.
    let notes: [String]

    init(key: String, groups: [Group], notes: [String]) {
        self.key = key
        self.groups = groups.enumerated().map { index, group in
            var group = group
            group.index = index
            return group
        }
        self.notes = notes
    }

    /// The name of the column of values, first in each row: the key, unless a column of the result is called so.
    func column(beside columns: [String]) -> String {
        columns.contains { $0.lowercased() == key.lowercased() } ? "by_\(key)" : key
    }
}

extension Corpus {
    /// - Throws: `CorpusError.unknownKey`.
    func groups(of part: CorpusPart, by key: String) throws -> CorpusGroups {
        try store.holding {
            switch key.lowercased() {
            case "split": return try splitGroups(of: part)
            case "document": return try documentGroups(of: part)
            default: return try metadataGroups(of: part, by: key)
            }
        }
    }

    private func splitGroups(of part: CorpusPart) throws -> CorpusGroups {
        let documents = part.documents.map { Set($0.ids) }
        let chosen = try store.documents().filter { documents?.contains($0.id) ?? true }
        let groups = Split.allCases.filter { split in
            part.splits.contains(split) && chosen.contains { $0.segments[split] ?? 0 > 0 }
        }.map { split in
            CorpusGroups.Group(
                value: .text(split.name), part: CorpusPart(splits: [split], documents: part.documents))
        }
        let divided = chosen.count { $0.isDivided }
        let note =
            "\(NumberText.counted(divided, "document")) \(divided == 1 ? "is" : "are") cut inside a segment: n-grams across "
            + "the cut are in no split"
        return CorpusGroups(key: "split", groups: groups, notes: divided > 0 ? [note] : [])
    }

    private func documentGroups(of part: CorpusPart) throws -> CorpusGroups {
        let documents = try documents(of: part)
        let groups = documents.documents.map { document in
            CorpusGroups.Group(
                value: .text(document.name),
                part: CorpusPart(splits: part.splits, documents: documents.choosing([document])))
        }
        return CorpusGroups(key: "document", groups: groups.sorted { $0.value! < $1.value! }, notes: [])
    }

    private func metadataGroups(of part: CorpusPart, by name: String) throws -> CorpusGroups {
        let keys = try store.metadataKeys()
        guard let key = keys.first(where: { $0.lowercased() == name.lowercased() }) else {
            throw CorpusError.unknownKey(name, database: store.path, keys: keys)
        }
        let documents = try documents(of: part)
        let values = try store.metadata(ofKey: key)
        var members: [MetadataValue: [NamedDocument]] = [:]
        var others: [NamedDocument] = []
        for document in documents.documents {
            if let value = values[document.id] {
                members[value, default: []].append(document)
            } else {
                others.append(document)
            }
        }
        func group(_ value: MetadataValue?, _ members: [NamedDocument]) -> CorpusGroups.Group {
            CorpusGroups.Group(
                value: value,
                part: CorpusPart(splits: part.splits, documents: documents.choosing(members)))
        }
        var groups = members.sorted { $0.key < $1.key }.map { group($0.key, $0.value) }
        var notes: [String] = []
        if !others.isEmpty {
            groups.append(group(nil, others))
            notes.append(
                "\(NumberText.grouped(others.count)) of \(NumberText.counted(documents.documents.count, "document")) "
                    + "\(others.count == 1 ? "has" : "have") no \(key): group (none)")
        }
        return CorpusGroups(key: key, groups: groups, notes: notes)
    }
}

extension CorpusGroups {
    /// What a result has for each group, but for those of which there is none; a note counts these.
    ///
    /// - Parameters:
    ///   - what: is lacking, as `tokens`.
    ///   - lacks: whether an error says that a group has too little.
    func results<Result>(
        lacking what: String, when lacks: (any Error) -> Bool, _ make: (Group) throws -> Result
    ) throws -> (results: [(group: Group, result: Result)], notes: [String]) {
        var results: [(group: Group, result: Result)] = []
        var (leftOut, last): ([String], (any Error)?) = ([], nil)
        for group in groups {
            do {
                results.append((group, try make(group)))
            } catch  where lacks(error) {
                leftOut.append(group.label)
                last = error
            }
        }
        // Where no group has any, the error says so better than a table without rows.
        if results.isEmpty, let last { throw last }
        let note =
            "left out: \(NumberText.counted(leftOut.count, "group")) without \(what) (\(shortened(leftOut)))"
        return (results, leftOut.isEmpty ? [] : [note])
    }
}

extension Subcorpus {
    func choosing(_ documents: [NamedDocument]) -> Subcorpus {
        Subcorpus(documents: documents, total: total, names: names, condition: condition)
    }
}

extension MetadataValue {
    var value: Value {
        switch self {
        case .integer(let value): .numeral(value)
        case .number(let value): .number(value)
        case .text(let value): .text(value)
        }
    }

    /// As a label.
    var text: String { value.plainText }
}
