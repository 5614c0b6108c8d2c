internal import LanguageModeling
internal import Testing
internal import Tokenization

@Suite struct ModelVocabularyTests {
    @Test func sizeCountsUnknownAndSegmentEndButNotSegmentStart() {
        let vocabulary = ModelVocabulary(words: ["the", "time"], rule: .minimumCount(2))
        #expect(vocabulary.size == 4 && vocabulary.idCount == 5)
        #expect(vocabulary.id(of: "the") == 3 && vocabulary.id(of: "machine") == Marker.unknown)
        #expect(vocabulary.contains("time") && !vocabulary.contains("<unk>") && !vocabulary.contains("x"))
    }

    @Test func theHashIsOfTheSortedWords() {
        let one = ModelVocabulary(words: ["b", "a"], rule: .minimumCount(1))
        let other = ModelVocabulary(words: ["a", "b"], rule: .size(4))
        #expect(one.hash == other.hash && one.hash != ModelVocabulary(words: ["ab"], rule: .minimumCount(1)).hash)
        // printf 'a\nb\n' | sha256sum
        #expect(one.hash == "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2")
    }

    @Test func canonicallyEquivalentSpellingsAreTwoWords() {
        let vocabulary = ModelVocabulary(words: ["e\u{301}", "\u{E9}"], rule: .minimumCount(1))
        #expect(vocabulary.size == 4)
        #expect(vocabulary.id(of: "e\u{301}") == 3 && vocabulary.id(of: "\u{E9}") == 4)
    }
}
