public import Tokenization

/// The distinct n-grams of one order with their counts, in ascending order of their ids.
public struct NgramTable: Sendable, Equatable {
    public let order: Int
    /// `count × order` ids, one n-gram per row.
    public let ids: [TokenID]
    /// A count for each n-gram, at least 1.
    public let counts: [UInt64]

    package init(order: Int, ids: [TokenID], counts: [UInt64]) {
        precondition(order >= 1 && ids.count == order * counts.count)
        self.order = order
        self.ids = ids
        self.counts = counts
    }
}
