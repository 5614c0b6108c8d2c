internal import CorpusTools
internal import Storage
internal import Tokenization

extension Corpus {
    /// What hits are sorted by.
    /// - Throws: `CorpusError.unknownSortKey`.
    func ranks(of runs: [RunHits], by keys: [ConcordanceKey]) throws -> [HitRanks] {
        var column = -1
        return try keys.map { key in
            switch key {
            case .word:
                column += 1
                return try wordRanks(runs, column: column)
            case .node: return try nodeRanks(runs)
            case .document, .metadata:
                let values = try DocumentValues(key, in: self)
                let sorted = Set(runs.lazy.filter { !$0.starts.isEmpty }.compactMap { values.value(of: $0.document) })
                    .sorted()
                let ranks = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
                // Documents without a value come last.
                return HitRanks(count: sorted.count + 1) { place in
                    values.value(of: runs[place.run].document).flatMap { ranks[$0] } ?? sorted.count
                }
            }
        }
    }

    /// Of the words at a distance; where there is none, that comes first.
    private func wordRanks(_ runs: [RunHits], column: Int) throws -> HitRanks {
        var words = DenseIDs()
        for run in runs { for id in run.neighbours[column] where id != RunHits.none { words.insert(id) } }
        let ranks = try placesInOrder(words.ids)
        return HitRanks(count: ranks.count + 1) { place in
            let id = runs[place.run].neighbours[column][place.hit]
            return id == RunHits.none ? 0 : ranks.places[Int(id)] + 1
        }
    }

    /// Of the words of nodes, one after the other.
    private func nodeRanks(_ runs: [RunHits]) throws -> HitRanks {
        var ofNodes = DenseIDs()
        for run in runs { for node in run.nodes { for id in node { ofNodes.insert(id) } } }
        let words = try placesInOrder(ofNodes.ids)
        func places(_ node: [TokenID]) -> [Int] { node.map { words.places[Int($0)] } }
        let sorted = Set(runs.lazy.flatMap { $0.nodes.map(places) }).sorted { $0.lexicographicallyPrecedes($1) }
        let ranks = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
        let ofRuns = runs.map { run in run.nodes.map { ranks[places($0)] ?? 0 } }
        return HitRanks(count: sorted.count) { place in
            ofRuns[place.run][Int(runs[place.run].nodeNumbers[place.hit])]
        }
    }

    /// For each id the place of its text among others, and how many places there are.
    /// - Parameter ids: in ascending order.
    private func placesInOrder(_ ids: [TokenID]) throws -> (places: [Int], count: Int) {
        guard let last = ids.last else { return ([], 0) }
        let (places, count) = try store.types().places(of: ids, in: TextOrder(language: tokenizer.locale ?? ""))
        var byID = [Int](repeating: 0, count: Int(last) + 1)
        for (id, place) in zip(ids, places) { byID[Int(id)] = place }
        return (byID, count)
    }

    /// Hits counted by a key, in no order.
    ///
    /// - Parameters:
    ///   - runs: with all hits.
    ///   - key: what hits of a group have in common.
    ///   - sizes: the tokens of each document that was searched.
    /// - Returns: of documents and their values also those without a hit.
    /// - Throws: `CorpusError.unknownSortKey`.
    func groups(
        of runs: [RunHits], by key: ConcordanceKey, sizes: [DocumentSize]
    ) throws -> [ConcordanceGroups.Group] {
        let tokens = sizes.reduce(0) { $0 + $1.tokens }
        func named(_ groups: HitGroups, _ label: (Int) -> String?) -> [ConcordanceGroups.Group] {
            groups.groups.map {
                ConcordanceGroups.Group(
                    label: label($0.number), hits: $0.hits, documents: $0.documents, tokens: tokens)
            }
        }
        switch key {
        case .word:
            let groups = HitGroups(runs) { place in
                let id = runs[place.run].neighbours[0][place.hit]
                return id == RunHits.none ? -1 : Int(id)
            }
            let types = try store.types()
            return named(groups) { $0 < 0 ? nil : types[TokenID($0)] }
        case .node:
            var numbers: [[TokenID]: Int] = [:]
            var nodes: [[TokenID]] = []
            let ofRuns = runs.map { run in
                run.nodes.map { node in
                    if let number = numbers[node] { return number }
                    numbers[node] = nodes.count
                    nodes.append(node)
                    return nodes.count - 1
                }
            }
            let types = try store.types()
            let groups = HitGroups(runs) { ofRuns[$0.run][Int(runs[$0.run].nodeNumbers[$0.hit])] }
            return named(groups) { tokenizer.text(of: nodes[$0].map { types[$0] }) }
        case .document, .metadata: return try groups(of: runs, by: DocumentValues(key, in: self), sizes)
        }
    }

    /// A group for each value that a document has, and for those that have none.
    private func groups(
        of runs: [RunHits], by values: DocumentValues, _ sizes: [DocumentSize]
    ) -> [ConcordanceGroups.Group] {
        var numbers: [MetadataValue?: Int] = [:]
        var members: [(label: String?, tokens: Int)] = []
        var ofDocuments: [Int: Int] = [:]
        for size in sizes {
            let value = values.value(of: size.document)
            let number = numbers[value] ?? members.count
            if number == members.count {
                numbers[value] = number
                members.append((value?.text, 0))
            }
            members[number].tokens += size.tokens
            ofDocuments[size.document] = number
        }
        let ofRuns = runs.map { ofDocuments[$0.document] ?? -1 }
        let found = HitGroups(runs) { ofRuns[$0.run] }.groups
        let hits = Dictionary(uniqueKeysWithValues: found.map { ($0.number, $0) })
        return members.enumerated().map { number, member in
            ConcordanceGroups.Group(
                label: member.label, hits: hits[number]?.hits ?? 0, documents: hits[number]?.documents ?? 0,
                tokens: member.tokens)
        }
    }
}

/// Which ids were met, of many hits.
private struct DenseIDs {
    private var isMet: [Bool] = []

    mutating func insert(_ id: TokenID) {
        if Int(id) >= isMet.count {
            isMet.append(contentsOf: repeatElement(false, count: max(isMet.count, Int(id) + 1 - isMet.count)))
        }
        isMet[Int(id)] = true
    }

    /// In ascending order.
    var ids: [TokenID] { isMet.indices.filter { isMet[$0] }.map { TokenID($0) } }
}

/// How many tokens of a document are searched.
struct DocumentSize {
    let document: Int
    let tokens: Int
}

/// What each document has for a key.
private struct DocumentValues {
    private let values: [Int: MetadataValue]

    /// - Throws: `CorpusError.unknownSortKey`.
    init(_ key: ConcordanceKey, in corpus: Corpus) throws {
        if case .metadata(let name) = key {
            let keys = try corpus.store.metadataKeys()
            guard let key = keys.first(where: { $0.lowercased() == name.lowercased() }) else {
                throw CorpusError.unknownSortKey(name, database: corpus.store.path, keys: keys)
            }
            values = try corpus.store.metadata(ofKey: key)
        } else {
            let named = try corpus.store.namedDocuments().map { ($0.id, MetadataValue.text($0.name)) }
            values = Dictionary(uniqueKeysWithValues: named)
        }
    }

    func value(of document: Int) -> MetadataValue? { values[document] }
}

extension TokenizerSettings {
    /// What stands between two tokens where their text is not at hand.
    var tokenSeparator: String { tokensAbut ? "" : " " }
}
