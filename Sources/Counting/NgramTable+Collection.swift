public import Tokenization

/// A table is a collection of n-grams with their counts, in ascending order of their ids.
///
/// ```swift
/// for (ngram, count) in countNgrams(in: stream, order: 2) { print(ngram, count) }
/// ```
extension NgramTable: RandomAccessCollection {
    public typealias Element = (ngram: ArraySlice<TokenID>, count: Int)

    public var startIndex: Int { 0 }
    public var endIndex: Int { counts.count }

    public subscript(row: Int) -> Element {
        (ids[row * order..<(row + 1) * order], Int(counts[row]))
    }

    /// How often an n-gram occurs, 0 for one that is not there. Complexity: O(log n).
    public func count(of ngram: some Collection<TokenID>) -> Int {
        let row = firstRow(notBefore: ngram)
        return row < endIndex && self[row].ngram.elementsEqual(ngram) ? self[row].count : 0
    }

    /// The first n-gram that does not stand before another; the end where all do. Complexity: O(log n).
    package func firstRow(notBefore ngram: some Collection<TokenID>) -> Int {
        var (low, high) = (0, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].ngram.lexicographicallyPrecedes(ngram) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
