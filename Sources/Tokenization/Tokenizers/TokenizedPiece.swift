/// A stretch of text, tokenized: what a worker hands to the stage that gives tokens their ids in the corpus.
///
/// Canonical text is the text without what the tokenizer drops, each run of white space between two tokens one space:
/// `Well-known, isn't it?` as words is `wellknown isn't it`, and 中文字 is 中文字 however many words it has. So corpora of
/// words and of characters agree on how long a text is. Its characters are Unicode scalars, and each segment has one
/// more for its `</s>`.
package struct TokenizedPiece: Sendable {
    /// The types of this piece alone, in the order of their first occurrence here.
    package var types: TypeTable
    /// Ids in `types`; each segment is ended by `</s>`, but for one that goes on in another piece. With segments of whole
    /// documents the caller ends the segment.
    package var tokens: [TokenID] = []
    /// For each segment ended here, the Unicode scalars of its canonical text, one for `</s>` included.
    package var segmentCharacters: [Int] = []
    /// Scalars of canonical text after the last segment's end. When the caller ends the segment it adds
    /// `TokenizerSettings.segmentEndCharacters`.
    package var openCharacters = 0
    /// For each token of the piece's first segment, whether white space stands before it in the text: where a document
    /// of one segment may be cut. Empty for all but `words`, whose tokens tell, and where the piece has
    /// a second segment.
    package var whiteSpaceBefore: [Bool] = []
    /// What other tools' marks were read as words.
    package var marks = ForeignMarks()
    /// For each segment ended here, where it ends in the piece's source: how many of its bytes stand before what comes
    /// next, the line end that closes the segment among them. Texts cut there, tokenized apart, give the same segments.
    package var segmentEnds: [UInt32] = []
    /// How many bytes of source the piece has.
    package var sourceCount = 0

    /// - Parameter types: to go on with those of other pieces.
    package init(types: TypeTable = TypeTable()) { self.types = types }
}

extension TokenizedPiece {
    /// Appends a segment of `</s>` alone, which is its one character.
    /// - Parameter end: where it ends, as the caller counts.
    mutating func appendEmptySegment(end: UInt32) {
        precondition(openCharacters == 0, "a line that goes on is not blank")
        tokens.append(Marker.segmentEnd)
        segmentCharacters.append(1)
        segmentEnds.append(end)
    }
}

extension TokenizerSettings {
    /// How many characters the end of a segment adds to `openCharacters`: 1 for characters and subwords; 0 for words, whose first one
    /// in a segment has counted it.
    package var segmentEndCharacters: Int { tokensAbut ? 1 : 0 }
}

extension TokenizedPiece {
    /// How many tokens the longest stretch without the end of a segment has, that end counted.
    package var longestSegment: Int {
        var (longest, start) = (0, 0)
        for index in tokens.indices where tokens[index] == Marker.segmentEnd {
            longest = max(longest, index + 1 - start)
            start = index + 1
        }
        return max(longest, tokens.count - start)
    }
}
