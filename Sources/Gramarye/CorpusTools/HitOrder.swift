internal import CorpusTools
internal import Storage
internal import Tokenization

extension Corpus {
    /// What hits are sorted by.
    /// - Throws: `CorpusError.unknownKey`.
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
        let ranks = try placesInOrder(Set(runs.flatMap { $0.neighbours[column] }).subtracting([RunHits.none]))
        return HitRanks(count: ranks.count + 1) { place in
            let id = runs[place.run].neighbours[column][place.hit]
            return id == RunHits.none ? 0 : ranks.places[Int(id)] + 1
        }
    }

    /// Of the words of nodes, one after the other.
    private func nodeRanks(_ runs: [RunHits]) throws -> HitRanks {
        let words = try placesInOrder(Set(runs.lazy.flatMap { $0.nodes.lazy.flatMap { $0 } }))
        func places(_ node: [TokenID]) -> [Int] { node.map { words.places[Int($0)] } }
        let sorted = Set(runs.lazy.flatMap { $0.nodes.map(places) }).sorted { $0.lexicographicallyPrecedes($1) }
        let ranks = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
        let ofRuns = runs.map { run in run.nodes.map { ranks[places($0)] ?? 0 } }
        return HitRanks(count: sorted.count) { place in
            ofRuns[place.run][Int(runs[place.run].nodeNumbers[place.hit])]
        }
    }

    /// For each id the place of its text among others, and how many places there are.
    private func placesInOrder(_ ids: Set<TokenID>) throws -> (places: [Int], count: Int) {
        guard let last = ids.max() else { return ([], 0) }
        let list = Array(ids)
        let (places, count) = try store.types().places(of: list, in: TextOrder(language: tokenizer.locale ?? ""))
        var byID = [Int](repeating: 0, count: Int(last) + 1)
        for (id, place) in zip(list, places) { byID[Int(id)] = place }
        return (byID, count)
    }

    /// Hits counted by a key, and what a group is called.
    func groups(of runs: [RunHits], by key: ConcordanceKey) throws -> (HitGroups, label: (Int) -> String?) {
        switch key {
        case .word:
            let groups = HitGroups(runs) { place in
                let id = runs[place.run].neighbours[0][place.hit]
                return id == RunHits.none ? -1 : Int(id)
            }
            let types = try store.types()
            return (groups, { $0 < 0 ? nil : types[TokenID($0)] })
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
            return (groups, { nodes[$0].map { types[$0] }.joined(separator: tokenizer.tokenSeparator) })
        case .document, .metadata:
            let values = try DocumentValues(key, in: self)
            var numbers: [MetadataValue: Int] = [:]
            var labels: [String] = []
            let ofRuns = runs.map { run -> Int in
                guard let value = values.value(of: run.document) else { return -1 }
                if let number = numbers[value] { return number }
                numbers[value] = labels.count
                labels.append(value.text)
                return labels.count - 1
            }
            return (HitGroups(runs) { ofRuns[$0.run] }, { $0 < 0 ? nil : labels[$0] })
        }
    }
}

/// What each document has for a key.
private struct DocumentValues {
    private let values: [Int: MetadataValue]

    /// - Throws: `CorpusError.unknownKey`.
    init(_ key: ConcordanceKey, in corpus: Corpus) throws {
        if case .metadata(let name) = key {
            let keys = try corpus.store.metadataKeys()
            guard let key = keys.first(where: { $0.lowercased() == name.lowercased() }) else {
                throw CorpusError.unknownKey(name, database: corpus.store.path, keys: keys)
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
    var tokenSeparator: String { tokens == .characters ? "" : " " }
}
