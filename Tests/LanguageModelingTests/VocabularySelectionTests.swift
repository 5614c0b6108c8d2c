internal import LanguageModeling
internal import Testing
internal import Tokenization

@Suite struct VocabularySelectionTests {
    /// b 3, a 3, c 1, d 0 (seen outside train alone), é 2
    private var types: TypeTable {
        var types = TypeTable()
        for text in ["b", "a", "c", "d", "é"] { types.insert(text) }
        return types
    }
    private let counts = [0, 0, 0, 3, 3, 1, 0, 2]

    private func words(_ rule: VocabularyRule) -> [String] {
        Array(ModelVocabulary(rule: rule, types: types, trainCounts: counts).words.dropFirst(3))
    }

    @Test func minimumCountKeepsTypesInTheOrderOfTheirIds() {
        #expect(words(.minimumCount(1)) == ["b", "a", "c", "é"])
        #expect(words(.minimumCount(2)) == ["b", "a", "é"])
        #expect(words(.minimumCount(4)) == [])
    }

    @Test func sizeCountsTwoMarkersAndCutsTiesInCodePointOrder() {
        #expect(words(.size(3)) == ["a"])
        #expect(words(.size(5)) == ["b", "a", "é"])
        #expect(words(.size(100)) == ["b", "a", "c", "é"])
        #expect(ModelVocabulary(rule: .size(5), types: types, trainCounts: counts).size == 5)
        #expect(words(.size(0)) == [])
    }

    @Test func aListIsTakenAsItIsOnceEachWithoutMarkers() {
        #expect(words(.list(["x", "a", "x", "</s>"])) == ["x", "a"])
    }
}

@Suite struct VocabularyRuleTests {
    @Test(arguments: [
        (VocabularyRule.minimumCount(2), #"{"min_count":2}"#), (.size(10_000), #"{"vocabulary_size":10000}"#),
        (.list(["a", "é"]), #"{"vocabulary":["a","é"]}"#),
    ])
    func storedIsReadableAndComesBack(rule: VocabularyRule, json: String) throws {
        #expect(rule.json == json)
        #expect(try VocabularyRule(json: json) == rule)
    }
}
