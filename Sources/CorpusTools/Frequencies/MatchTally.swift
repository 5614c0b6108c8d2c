internal import Counting
internal import Tokenization

/// What one worker has counted of the n-grams that a query matches, those of each length for themselves.
struct MatchTally: Sendable {
    private let parts: Int
    private(set) var byOrder: [Int: NgramTally] = [:]
    /// The tokens of each part.
    private(set) var sizes: [Int]

    init(parts: Int) {
        self.parts = parts
        sizes = Array(repeating: 0, count: parts)
    }

    mutating func add(_ run: TokenRun, _ matches: [Range<Int>], to division: CorpusParts) {
        division.forEachStretch(of: run) { part, range, tokens in
            sizes[part] += tokens
            for match in matches where range.contains(match.lowerBound) {
                byOrder[match.count, default: NgramTally(order: match.count, parts: parts)].add(run.ids, match, part)
            }
        }
    }
}

extension NgramTally {
    fileprivate mutating func add(_ ids: [TokenID], _ match: Range<Int>, _ part: Int) {
        tally.begin(part: part, tokens: 0)
        tally.add(rows.row(ids, at: match.lowerBound))
    }
}

extension CountsByPart {
    /// Counts the n-grams that a query matches, in one scan.
    ///
    /// - Parameters:
    ///   - query: each of whose matches counts, where it begins.
    ///   - source: what is counted.
    ///   - parts: into which it is divided; what is in none is not counted.
    /// - Returns: a matrix for each length of matches, ascending, without sizes of the parts; and these sizes.
    package static func matches(
        of query: CompiledQuery, in source: some TokenRunSource, parts: CorpusParts
    ) throws -> (counts: [CountsByPart], sizes: [Int]) {
        let tallies = try source.scan(from: MatchTally(parts: parts.count)) { run, tally in
            var matches: [Range<Int>] = []
            query.forEachMatch(in: run.ids) { matches.append($0..<$1) }
            tally.add(run, matches, to: parts)
        }.states
        var sizes = [Int](repeating: 0, count: parts.count)
        for tally in tallies {
            for part in sizes.indices { sizes[part] += tally.sizes[part] }
        }
        let orders = Set(tallies.flatMap(\.byOrder.keys)).sorted()
        let counts = orders.map { order in
            CountsByPart(tallies.compactMap { $0.byOrder[order] }, parts: parts.count, minimum: 1, order: order)
        }
        return (counts, sizes)
    }
}

extension Query {
    /// The words of a query that has no pattern and no choice; `nil` for any other.
    package var words: [String]? {
        var words: [String] = []
        for element in elements {
            guard case .words(let sequences) = element, sequences.count == 1 else { return nil }
            for pattern in sequences[0] {
                guard case .type(let text) = pattern else { return nil }
                words.append(text)
            }
        }
        return words
    }
}
