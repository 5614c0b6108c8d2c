internal import Counting
package import Tokenization

/// Which of some words stand near the same hits of a query.
package struct CollocateTies: Sendable {
    /// Two words by their places among those that were asked for, the first before the second, and how many hits have both
    /// near them.
    package struct Tie: Sendable, Hashable {
        package let first: Int
        package let second: Int
        package let hits: Int
    }

    /// Only pairs that occur, in the order of their words.
    package let ties: [Tie]
    /// How many hits have each word near them.
    package let hits: [Int]

    /// - Parameters:
    ///   - words: no more than ``mostWords``, each once.
    ///   - runs: what is searched.
    ///   - span: of the tokens near a hit.
    ///   - query: whose matches are the hits.
    /// - Complexity: O(tokens + hits · (span + words²)) time.
    package init(
        among words: [TokenID], in runs: some TokenRunSource, span: CollocationSpan, query: CompiledQuery
    ) throws {
        precondition(words.count <= Self.mostWords, "a bit for each word")
        let count = words.count
        var numbers = [Int8](repeating: -1, count: Int(words.max() ?? 0) + 1)
        for (number, word) in words.enumerated() { numbers[Int(word)] = Int8(number) }
        let known = numbers
        let sums = try runs.scan(from: [Int](repeating: 0, count: count * count)) { run, sums in
            query.forEachMatch(in: run.ids) { start, end in
                var near: UInt64 = 0
                func look(at place: Int) -> Bool {
                    let id = run.ids[place]
                    guard id != Marker.segmentEnd else { return false }
                    if Int(id) < known.count, known[Int(id)] >= 0 { near |= 1 << UInt64(known[Int(id)]) }
                    return true
                }
                var place = start - 1
                while place >= max(0, start - span.left), look(at: place) { place -= 1 }
                place = end
                while place < min(run.ids.count, end + span.right), look(at: place) { place += 1 }
                guard near != 0 else { return }
                let found = (0..<count).filter { near & 1 << UInt64($0) != 0 }
                for (index, first) in found.enumerated() {
                    for second in found[index...] { sums[first * count + second] += 1 }
                }
            }
        }.states
        func sum(_ first: Int, _ second: Int) -> Int { sums.reduce(0) { $0 + $1[first * count + second] } }
        hits = (0..<count).map { sum($0, $0) }
        ties = (0..<count).flatMap { first in
            (first + 1..<max(count, first + 1)).compactMap { second in
                let hits = sum(first, second)
                return hits > 0 ? Tie(first: first, second: second, hits: hits) : nil
            }
        }
    }

    package static let mostWords = 64
}
