/// How many tokens on either side of a hit count as near it, inside its segment.
public struct CollocationSpan: Sendable, Hashable {
    public let left: Int
    public let right: Int

    /// The most tokens on a side.
    public static let most = 10_000

    /// - Returns: `nil` where a side is negative or longer than that, or both are empty.
    public init?(left: Int, right: Int) {
        guard (0...Self.most).contains(left), (0...Self.most).contains(right), left > 0 || right > 0 else { return nil }
        (self.left, self.right) = (left, right)
    }

    /// Five tokens on either side.
    public static let usual = CollocationSpan(unchecked: 5, 5)

    private init(unchecked left: Int, _ right: Int) { (self.left, self.right) = (left, right) }

    /// The offsets from a hit, −1 being the token before it, where they are so few that each has its own count.
    package var offsets: [Int]? {
        let (width, overflows) = left.addingReportingOverflow(right)
        return overflows || width > Self.mostOffsets ? nil : Array(-left..<0) + (0..<right).map { $0 + 1 }
    }

    private static let mostOffsets = 10
}
