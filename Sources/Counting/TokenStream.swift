public import Tokenization

/// The tokens of a split in document order, as ids of the corpus's type table.
public struct TokenStream: Sendable, Equatable {
    /// Each segment's tokens followed by `</s>`. `<s>` is never stored.
    public var ids: [TokenID]
    /// Where documents begin in `ids`, ascending.
    public var documentStarts: [Int]
    /// Unicode scalars of the canonical text, one for each `</s>` included.
    public var characterCount: Int

    public init(ids: [TokenID] = [], documentStarts: [Int] = [], characterCount: Int = 0) {
        self.ids = ids
        self.documentStarts = documentStarts
        self.characterCount = characterCount
    }
}
