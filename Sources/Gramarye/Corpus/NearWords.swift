internal import Basics
internal import Storage
internal import Tokenization

extension TypeTable {
    /// Types that differ from a word by few letters, those that differ by capitals alone first; at most three.
    func near(_ word: String) -> [String] {
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

extension Corpus {
    /// What a reader should know of words that the corpus does not have: `the corpus has no word 'traveler'; it has 'traveller'`.
    func notesOnAbsent(_ words: [String]) throws -> [String] {
        // The markers are no words, and a list of many is no slip of the keyboard.
        var absent: [String] = []
        for word in words where absent.count < 3 && !absent.contains(word) && !Marker.texts.contains(word) {
            if try store.id(ofType: word) == nil { absent.append(word) }
        }
        guard !absent.isEmpty else { return [] }
        let types = try store.types()
        return absent.map { word in
            let near = types.near(word)
            let told = near.isEmpty ? "" : "; it has \(near.map { "'\($0)'" }.joined(separator: ", "))"
            let kept =
                tokenizer.letterCase == .preserve && near.contains { $0.lowercased() == word.lowercased() }
                ? ": capitals and small letters are kept apart in it" : ""
            return "the corpus has no word '\(word)'\(kept)\(told)"
        }
    }
}
