internal import Basics
internal import CorpusTools
internal import Reporting
internal import Storage
internal import Tokenization

extension Corpus {
    /// Why a query has no hit, as far as that can be told.
    func reasons(_ query: CompiledQuery, in part: CorpusPart) throws -> [String] {
        guard !query.missing.isEmpty else {
            let place = part.documents == nil && part.hasAllSplits ? "the corpus" : "these documents"
            return [
                query.isImpossible
                    ? "no word of the corpus meets one of the patterns"
                    : "its words do not follow each other inside one segment of \(place)"
            ]
        }
        let types = try store.types()
        return query.missing.prefix(3).map { word in
            let near = types.near(word)
            let told = near.isEmpty ? "" : "; it has \(near.map { "'\($0)'" }.joined(separator: ", "))"
            let kept =
                tokenizer.letterCase == .preserve && near.contains { $0.lowercased() == word.lowercased() }
                ? ": capitals and small letters are kept apart in it" : ""
            return "the corpus has no word '\(word)'\(kept)\(told)"
        }
    }
}

extension TypeTable {
    /// Types that differ from a word by few letters, those that differ by capitals alone first; at most three.
    fileprivate func near(_ word: String) -> [String] {
        let lowered = word.lowercased()
        guard let first = lowered.utf8.first else { return [] }
        var candidates: [String] = []
        var same: [String] = []
        for id in TokenID(Marker.texts.count)..<TokenID(count) {
            let utf8 = utf8(of: id)
            // Words of about the same length that begin alike: comparing all would take longer than the search.
            guard abs(utf8.count - lowered.utf8.count) <= 2, let own = utf8.first, own == first || own | 0x20 == first
            else { continue }
            let type = self[id]
            if type.lowercased() == lowered { same.append(type) } else { candidates.append(type) }
        }
        return Array((same + namesNear(word, among: candidates)).prefix(3))
    }
}
