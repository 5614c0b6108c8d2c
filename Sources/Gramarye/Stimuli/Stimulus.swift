/// A text that models read without a history, such as an item of an experiment.
package struct Stimulus: Sendable {
    /// The name of the item.
    package let item: String
    /// What is read one after the other; each part is at least a segment, and the history goes on from part to part.
    package let parts: [Part]
    /// Which segment of a document each part is; `nil` where segments are counted.
    let segmentNumbers: [Int]?

    package enum Part: Sendable {
        /// Words are what stands between white space; in scripts that are written without spaces, tokens.
        case text(String)
        /// Words as the experiment has them.
        case words([String])
    }

    package init(item: String, parts: [Part], segmentNumbers: [Int]? = nil) {
        self.item = item
        self.parts = parts
        self.segmentNumbers = segmentNumbers
    }
}

/// A stimulus with its words tied to the corpus's tokens: every token but `</s>` belongs to exactly one word.
package struct TokenizedStimulus: Sendable {
    package struct Word: Sendable, Equatable {
        /// As the stimulus spells it; `</s>` for a segment's end.
        package let text: String
        /// Its part of the stimulus, from 0, and its place among the words given there.
        package let part: Int
        package let place: Int
        /// Its segment and its place there, from 1.
        package let segment: Int
        package let position: Int
        /// Which of the stimulus's tokens are its; none where the tokenizer drops all of it.
        package let tokens: [Int]
        package let isSegmentEnd: Bool
    }

    package let item: String
    /// In the order of the text, each segment's end among them.
    package let words: [Word]
    /// Each segment's tokens and `</s>`.
    package let tokens: [String]
    /// Which of the tokens are white space, which says nothing of how often a word occurs.
    let isSpace: [Bool]

    /// The tokens that spell a word, without the white space around it.
    package func spelling(of word: Word) -> [String] {
        word.tokens.filter { !isSpace[$0] }.map { tokens[$0] }
    }
}
