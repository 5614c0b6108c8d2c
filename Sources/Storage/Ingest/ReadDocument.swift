internal import Tokenization

/// A document as the tokenizing stage leaves it: its tokens in the spool, with ids of the corpus.
struct ReadDocument: Sendable {
    /// What stands in one stretch of the text.
    struct Piece: Sendable {
        var tokens: TokenSpool.Chunk
        /// How many segments end in it.
        var segments: Int
        /// `nil` where no text is kept, and where the piece is nothing but the end of the last segment.
        var text: KeptText?
        /// Where in the text each of its segments ends; `nil` where that is of no use.
        var ends: TokenSpool.Chunk?
        /// Numbers of tokens before which its segment was cut.
        var cuts: [Int] = []
    }

    let end: PieceReader.End
    var pieces: [Piece] = []
    /// For each segment, the Unicode scalars of its canonical text, one for `</s>` included.
    var segmentLengths = SegmentLengths()
    /// Marks of other tools that were read as words.
    var marks = ForeignMarks()
    /// How many of the first segments are train and how many are train or valid; what is left is test.
    var cuts = (train: 0, valid: 0)
    /// The split of the whole document; `nil` where shares divide it.
    var split: Split?
    /// Whether its only segment was cut into several.
    var isDivided = false

    var segmentCount: Int { segmentLengths.count }
    /// `</s>` counted.
    var tokenCount: Int { pieces.reduce(0) { $0 + $1.tokens.count } }

    /// Makes the whole document part of one split.
    mutating func belong(to split: Split) {
        self.split = split
        cuts = split == .train ? (.max, .max) : split == .valid ? (0, .max) : (0, 0)
    }

    func split(ofSegment segment: Int) -> Split {
        segment < cuts.train ? .train : segment < cuts.valid ? .valid : .test
    }

    /// Calls `body` with every run of tokens of one split that lies in one chunk.
    func forEachRun(
        in spool: TokenSpool,
        _ body: (Split, TokenSpool.Chunk, [TokenID], Range<Int>) throws -> Void
    ) throws {
        var segment = 0
        for chunk in pieces.map(\.tokens) {
            let tokens = try spool.tokens(of: chunk)
            var start = 0
            while start < tokens.count {
                let split = split(ofSegment: segment)
                let limit = split == .train ? cuts.train : split == .valid ? cuts.valid : Int.max
                var end = start
                while end < tokens.count, segment < limit {
                    if tokens[end] == Marker.segmentEnd { segment += 1 }
                    end += 1
                }
                try body(split, chunk, tokens, start..<end)
                start = end
            }
        }
    }
}
