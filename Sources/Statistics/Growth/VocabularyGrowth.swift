internal import Foundation

/// How many types the first N tokens of a text have.
public struct VocabularyGrowth: Sendable, Equatable {
    /// What the first N tokens hold.
    public struct Point: Sendable, Equatable {
        /// N.
        public let tokens: Int
        /// V(N).
        public let types: Int
        /// V₁(N).
        public let hapaxLegomena: Int
    }

    /// Ascending; the last is the whole text.
    public let points: [Point]

    /// - Parameters:
    ///   - tokens: ids of types, in text order.
    ///   - typeCount: greater than every id.
    ///   - sizes: the N to look at, ascending.
    /// - Complexity: one pass.
    package init(of tokens: [UInt32], typeCount: Int, at sizes: [Int]) {
        var counts = [UInt8](repeating: 0, count: typeCount)
        var points: [Point] = []
        points.reserveCapacity(sizes.count)
        var (seen, types, hapaxes, next) = (0, 0, 0, 0)
        func look() {
            while next < sizes.count, sizes[next] == seen {
                points.append(Point(tokens: seen, types: types, hapaxLegomena: hapaxes))
                next += 1
            }
        }
        look()
        for token in tokens {
            let id = Int(token)
            if counts[id] == 0 {
                counts[id] = 1
                types += 1
                hapaxes += 1
            } else if counts[id] == 1 {
                counts[id] = 2
                hapaxes -= 1
            }
            seen += 1
            look()
        }
        self.points = points
    }

    /// At most about `count` sizes from `first` to `last`, evenly spaced in their logarithm.
    package static func sizes(_ count: Int, from first: Int = 100, to last: Int) -> [Int] {
        guard last > first, count > 1 else { return last > 0 ? [last] : [] }
        let ratio = log(Double(last) / Double(first))
        var sizes: [Int] = []
        for step in 0..<count {
            let size = Int((Double(first) * exp(ratio * Double(step) / Double(count - 1))).rounded())
            if size > sizes.last ?? 0 { sizes.append(min(size, last)) }
        }
        return sizes
    }
}
