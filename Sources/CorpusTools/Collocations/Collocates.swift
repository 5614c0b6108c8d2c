internal import Counting
package import Statistics
package import Tokenization

/// What stands near the hits of a query, counted.
///
/// The tokens near a hit are those of its segment within a span on either side of it; the nodes, which are the tokens of all
/// hits, are left out. A token near several hits counts once, for the nearest of those whose span holds it, and for the one
/// that follows it where two are as near.
package struct Collocates: Sendable {
    package let span: CollocationSpan
    /// How many hits there are.
    package let hits: Int
    /// How many documents have one.
    package let documents: Int
    /// R₁, the tokens near hits.
    package let nearTokens: Int
    /// N, the tokens outside nodes.
    package let tokens: Int
    /// The types near hits.
    package let words: [Word]

    /// A type that stands near hits.
    package struct Word: Sendable {
        package let id: TokenID
        /// How many of its tokens stand at each offset of the span, or, where it has too many of them, on either side.
        package let offsets: [Int]
        /// How many stand before the nearest hit.
        package let left: Int
        package let right: Int
        /// All its tokens, those in nodes too.
        package let count: Int
        /// Its tokens in nodes.
        package let inNodes: Int
        /// In how many documents it stands near a hit.
        package let documents: Int

        /// O₁₁.
        package var observed: Int { left + right }
    }

    /// Whether a type's tokens are near hits and are that type's: O₁₁, with R₁, C₁ (its tokens outside nodes) and N.
    package func table(of word: Word) -> ContingencyTable {
        let elsewhere = word.count - word.inNodes - word.observed
        return ContingencyTable(
            both: word.observed, rowAlone: nearTokens - word.observed, columnAlone: elsewhere,
            neither: tokens - nearTokens - elsewhere)
    }

    /// Dice and logDice are of the frequencies of node and word.
    package func scores(of word: Word) -> AssociationScores {
        AssociationScores(table(of: word), joint: word.observed, frequencies: [hits, word.count])
    }
}

extension Collocates {
    /// Counts what stands near hits, in one pass.
    ///
    /// - Parameters:
    ///   - runs: what is searched.
    ///   - idCount: more than every id.
    ///   - span: of the tokens near a hit.
    ///   - minimum: the least number of tokens near hits of the `words`; the sums are of all.
    ///   - query: whose matches are the hits.
    /// - Complexity: O(tokens + hits · span) time, and memory for some 12 counts a type and thread, whatever the tokens.
    package init(
        in runs: some TokenRunSource, idCount: Int, span: CollocationSpan, minimum: Int = 1, query: CompiledQuery
    ) throws {
        let (found, tallies) = try runs.scan(from: CollocateTally(span: span, idCount: idCount)) { run, tally in
            var places: [Range<Int>] = []
            query.forEachMatch(in: run.ids) { places.append($0..<$1) }
            return FoundInRun(
                document: run.document, hasHit: !places.isEmpty, types: tally.add(run, hits: places))
        }
        self.span = span
        self.hits = tallies.reduce(0) { $0 + $1.hits }
        documents = Set(found.lazy.filter(\.hasHit).map(\.document)).count
        let range = Self.documents(found, idCount: idCount)
        let columns = tallies[0].columns
        let before = span.offsets == nil ? 1 : span.left
        var (words, near, all, nodes): ([Word], Int, Int, Int) = ([], 0, 0, 0)
        for id in 0..<idCount where id != Marker.segmentEnd {
            let count = tallies.reduce(0) { $0 + Int($1.all[id]) }
            let inNodes = tallies.reduce(0) { $0 + Int($1.inNodes[id]) }
            all += count
            nodes += inNodes
            guard range[id] > 0 else { continue }
            let offsets = (0..<columns).map { column in
                tallies.reduce(0) { $0 + Int($1.near[id * columns + column]) }
            }
            let (left, right) = (offsets[..<before].reduce(0, +), offsets[before...].reduce(0, +))
            near += left + right
            guard left + right >= minimum else { continue }
            words.append(
                Word(
                    id: TokenID(id), offsets: offsets, left: left, right: right, count: count, inNodes: inNodes,
                    documents: range[id]))
        }
        (self.words, nearTokens, tokens) = (words, near, all - nodes)
    }

    private struct FoundInRun: Sendable {
        let document: Int
        let hasHit: Bool
        let types: [TokenID]
    }

    /// By type: in how many documents it was found. The runs of a document follow each other.
    private static func documents(_ found: [FoundInRun], idCount: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: idCount)
        var last = [Int?](repeating: nil, count: idCount)
        for run in found {
            for id in run.types where last[Int(id)] != run.document {
                last[Int(id)] = run.document
                counts[Int(id)] += 1
            }
        }
        return counts
    }
}
