internal import Tokenization

/// A document as the tokenizing stage leaves it: its tokens in the spool, with ids of the corpus.
struct ReadDocument: Sendable {
    let end: PieceReader.End
    var chunks: [TokenSpool.Chunk] = []
    /// For each segment, the Unicode scalars of its canonical text, one for `</s>` included.
    var segmentLengths = SegmentLengths()
    /// Marks of other tools that were read as words.
    var marks = ForeignMarks()
    /// How many of the first segments are train and how many are train or valid; what is left is test.
    var cuts = (train: 0, valid: 0)

    var segmentCount: Int { segmentLengths.count }
    /// `</s>` counted.
    var tokenCount: Int { chunks.reduce(0) { $0 + $1.count } }

    func split(ofSegment segment: Int) -> Split {
        segment < cuts.train ? .train : segment < cuts.valid ? .valid : .test
    }

    /// Calls `body` with every run of tokens of one split that lies in one chunk.
    func forEachRun(
        in spool: TokenSpool,
        _ body: (Split, TokenSpool.Chunk, [TokenID], Range<Int>) throws -> Void
    ) throws {
        var segment = 0
        for chunk in chunks {
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
