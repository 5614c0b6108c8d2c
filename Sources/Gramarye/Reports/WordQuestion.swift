internal import LanguageModeling
internal import Tokenization

/// What a model is asked for a word of a text: its probability after what the model sees of the words before.
struct WordQuestion: Sendable {
    /// The word's tokens.
    let word: [String]
    /// The tokens before, oldest first, `<s>` where the segment begins.
    let context: [String]
    /// Whether the model sees more of the text than `context`.
    let isCut: Bool
    /// How many words of the vocabulary are likelier there, and 1; `nil` of words of several tokens, and where nobody asked.
    let rank: Int?
}

/// The questions that the words of texts put to a model.
struct WordQuestions {
    /// Of a model that sees all before a word, so many tokens are told of it.
    private static let longestContext = 8
    /// A whole distribution a word takes its time.
    private static let rankedTokens = 2000

    private let model: any LanguageModel

    init(_ model: any LanguageModel) { self.model = model }

    /// One for each word of a text that has tokens; the end of a segment has none.
    ///
    /// - Complexity: O(V) for each of the first tokens, whose ranks are told.
    func questions(of stimulus: TokenizedStimulus) -> [WordQuestion?] {
        // What a model that reads backwards sees stands behind the word.
        guard model.direction == .forward else { return stimulus.words.map { _ in nil } }
        let ranks = ranks(of: stimulus.tokens.prefix(Self.rankedTokens))
        return stimulus.words.map { word in
            guard let first = word.tokens.first, !word.isSegmentEnd else { return nil }
            let (context, isCut) = context(before: first, in: stimulus.tokens)
            let rank = word.tokens.count == 1 && ranks.indices.contains(first) ? ranks[first] : nil
            return WordQuestion(
                word: word.tokens.map { stimulus.tokens[$0] }, context: context, isCut: isCut, rank: rank)
        }
    }

    private func context(before token: Int, in tokens: [String]) -> (context: [String], isCut: Bool) {
        let end = Marker.texts[Int(Marker.segmentEnd)]
        var most = Self.longestContext
        if case .ngram(let order) = model.contextScope { most = order - 1 }
        var start = token
        while start > 0, token - start < most, tokens[start - 1] != end { start -= 1 }
        let isBeginning = start == 0 || tokens[start - 1] == end
        let context =
            (isBeginning && token - start < most ? [Marker.texts[Int(Marker.segmentStart)]] : [])
            + tokens[start..<token]
        if case .ngram = model.contextScope { return (context, false) }
        if case .segment = model.contextScope, isBeginning { return (context, false) }
        return (context, start > 0)
    }

    private func ranks(of tokens: ArraySlice<String>) -> [Int?] {
        var walk = model.makeWalk(after: [Marker.segmentStart])
        return tokens.map { token in
            let id = model.vocabulary.id(of: token)
            defer { walk.append(id) }
            guard let probabilities = walk.probabilities() else { return nil }
            let own = probabilities[Int(id)]
            return 1 + probabilities.count { $0 > own }
        }
    }
}
