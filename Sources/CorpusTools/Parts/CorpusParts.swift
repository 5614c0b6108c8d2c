package import Counting
internal import Tokenization

/// The parts into which a corpus is divided to see where its words stand: documents, groups of them, or stretches of equal
/// length.
package struct CorpusParts: Sendable {
    private enum Division: Sendable {
        /// The part of each document; others are in none.
        case documents([Int: Int])
        /// How many tokens stand before each run, and in all of them.
        case equal(before: [Int], tokens: Int)
    }

    package let count: Int
    private let division: Division

    /// Each document a part, in the order given.
    ///
    /// - Parameter documents: by their numbers.
    package init(documents: [Int]) {
        self.init(groups: documents.map { [$0] })
    }

    /// Each group of documents a part.
    ///
    /// - Parameter groups: of documents by their numbers, no document in two of them.
    package init(groups: [[Int]]) {
        count = groups.count
        var parts: [Int: Int] = [:]
        for (part, documents) in groups.enumerated() {
            for document in documents { parts[document] = part }
        }
        division = .documents(parts)
    }

    /// Parts whose numbers of tokens differ by one at most, cut without regard to documents and segments.
    ///
    /// - Parameters:
    ///   - count: of the parts, 1 to 1,000,000; parts are empty where there are fewer tokens.
    ///   - source: what is divided, read once to be measured.
    package init(equal count: Int, of source: some TokenRunSource) throws {
        precondition((1...1_000_000).contains(count), "there is a part, and not more of them than a product holds")
        self.count = count
        var before: [Int] = []
        var tokens = 0
        for size in try source.runSizes() {
            before.append(tokens)
            tokens += size
        }
        division = .equal(before: before, tokens: tokens)
    }

    /// The stretches of a run that are in one part each.
    ///
    /// - Parameters:
    ///   - run: of the source that was divided.
    ///   - body: gets the part, where in the run's ids it is, and how many tokens that are no ends of segments it has.
    package func forEachStretch(of run: TokenRun, _ body: (_ part: Int, _ range: Range<Int>, _ tokens: Int) -> Void) {
        switch division {
        case .documents(let parts):
            guard let part = parts[run.document] else { return }
            body(part, 0..<run.ids.count, run.ids.count { $0 != Marker.segmentEnd })
        case .equal(let before, let tokens):
            var (start, position) = (0, before[run.index])
            var index = 0
            while start < run.ids.count {
                let part = tokens == 0 ? 0 : min(count - 1, position * count / tokens)
                // The first token of the next part is the first whose place × count reaches (part + 1) × tokens.
                let end = ((part + 1) * tokens + count - 1) / count
                var met = 0
                while index < run.ids.count, position + met < end || run.ids[index] == Marker.segmentEnd {
                    if run.ids[index] != Marker.segmentEnd { met += 1 }
                    index += 1
                }
                body(part, start..<index, met)
                (start, position) = (index, position + met)
            }
        }
    }
}
