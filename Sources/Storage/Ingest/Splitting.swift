/// What is divided into train, valid and test.
public enum SplitBy: String, Sendable, Codable, CaseIterable {
    /// Each document's segments, in contiguous shares.
    case segments
    /// The documents, chosen by the hash of their names.
    case documents
}

/// How texts are divided into train, valid and test, where the user does not say it for each.
package struct Splitting: Sendable, Hashable, Codable {
    package var by: SplitBy
    /// Of train, valid and test: none negative, none above a million, not all zero.
    package var shares: [Int]

    package init(by: SplitBy = .segments, shares: [Int] = [8, 1, 1]) {
        self.by = by
        self.shares = shares
    }

    /// Whether these are three shares of which no product with a corpus's size overflows.
    package static func accepts(_ shares: [Int]) -> Bool {
        shares.count == 3 && shares.allSatisfy { (0...1_000_000).contains($0) } && shares.contains { $0 > 0 }
    }
}
