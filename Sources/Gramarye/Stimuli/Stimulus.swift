/// A text that models read without a history, such as an item of an experiment.
public struct Stimulus: Sendable {
    /// The name of the item.
    public let item: String
    /// What is read one after the other; each part is at least a segment, and the history goes on from part to part.
    public let parts: [Part]

    public enum Part: Sendable {
        /// Words are what stands between white space; in scripts that are written without spaces, tokens.
        case text(String)
        /// Words as the experiment has them.
        case words([String])
    }

    public init(item: String, parts: [Part]) {
        self.item = item
        self.parts = parts
    }
}

/// A stimulus with its words tied to the corpus's tokens: every token but `</s>` belongs to exactly one word.
public struct TokenizedStimulus: Sendable {
    public struct Word: Sendable, Equatable {
        /// As the stimulus spells it; `</s>` for a segment's end.
        public let text: String
        /// Its part of the stimulus, from 0, and its place among the words given there.
        public let part: Int
        public let place: Int
        /// Its segment and its place there, from 1.
        public let segment: Int
        public let position: Int
        /// Which of the stimulus's tokens are its; none where the tokenizer drops all of it.
        public let tokens: [Int]
        public let isSegmentEnd: Bool
    }

    public let item: String
    /// In the order of the text, each segment's end among them.
    public let words: [Word]
    /// Each segment's tokens and `</s>`.
    public let tokens: [String]
    /// Which of the tokens are white space, which says nothing of how often a word occurs.
    let isSpace: [Bool]

    /// The tokens that spell a word, without the white space around it.
    public func spelling(of word: Word) -> [String] {
        word.tokens.filter { !isSpace[$0] }.map { tokens[$0] }
    }
}
