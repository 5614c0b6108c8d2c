public import Tokenization

/// A stretch of one document's tokens that ends with a segment.
///
/// Runs do not depend on where shares cut a segment: a document that was divided so is one run.
public struct TokenRun: Sendable {
    /// The document's number, which it keeps.
    public let document: Int
    /// Where its first block is kept: in which split of the document, and which of that split's blocks.
    public let split: Split
    public let block: Int
    /// Its place among the runs that are read.
    public let index: Int
    /// How many segments of the document stand before it.
    public let segmentsBefore: Int
    /// How many tokens of the document stand before it, ends of segments left out.
    public let tokensBefore: Int
    /// Each segment's tokens followed by `</s>`.
    public let ids: [TokenID]

    public init(
        document: Int, split: Split, block: Int, index: Int, segmentsBefore: Int, tokensBefore: Int, ids: [TokenID]
    ) {
        self.document = document
        self.split = split
        self.block = block
        self.index = index
        self.segmentsBefore = segmentsBefore
        self.tokensBefore = tokensBefore
        self.ids = ids
    }
}
