package import Counting
internal import Tokenization

/// How often the words or n-grams of a corpus occur in each of its parts: a sparse matrix, a row for each n-gram.
///
/// ```swift
/// let counts = try CountsByPart(of: source, parts: CorpusParts(documents: [1, 2, 3]))
/// for row in counts.ngrams.indices { print(counts.ngrams[row].count, counts.entries(of: row).count) }
/// ```
package struct CountsByPart: Sendable {
    /// A part in which an n-gram occurs, and how often.
    package struct Entry: Sendable, Hashable {
        package let part: Int
        package let count: Int
    }

    /// The n-grams in ascending order of their ids, with their counts in all parts. A row is a place in it.
    package let ngrams: NgramTable
    /// The tokens of each part, ends of segments left out.
    package let sizes: [Int]
    /// The n-grams of each part, rare ones too: its tokens where the order is 1, else fewer, as none reaches over the end
    /// of a segment.
    package let places: [Int]
    /// Where each row begins in `packed`, and where the last one ends.
    private let starts: [Int]
    /// Part and count in one number.
    private let packed: [UInt64]

    /// The tokens of all parts.
    package var tokens: Int { sizes.reduce(0, +) }

    /// The parts in which an n-gram occurs, in ascending order, with its counts, which are not 0.
    package func entries(of row: Int) -> some RandomAccessCollection<Entry> {
        packed[starts[row]..<starts[row + 1]].lazy.map { Entry(part: Int($0 >> 32), count: Int($0 & 0xFFFF_FFFF)) }
    }

    /// How often an n-gram occurs in each part, 0 included.
    package func counts(of row: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: sizes.count)
        for entry in entries(of: row) { counts[entry.part] = entry.count }
        return counts
    }
}

extension CountsByPart {
    /// Counts words in one scan; n-grams too, but in two where rare ones are left out, so that they need no memory.
    ///
    /// - Parameters:
    ///   - source: what is counted.
    ///   - parts: into which it is divided; what is in none is not counted.
    ///   - order: of the n-grams, 1 or more. They lie inside a segment and belong to the part in which they begin.
    ///   - minimum: the least count in all parts together of what is kept.
    package init(of source: some TokenRunSource, parts: CorpusParts, order: Int = 1, minimum: Int = 1) throws {
        precondition(order >= 1, "an n-gram has a word")
        if order == 1 {
            let tallies = try source.scan(from: PartTally(parts: parts.count)) { run, tally in
                parts.forEachStretch(of: run) { part, range, tokens in
                    tally.begin(part: part, tokens: tokens)
                    for index in range where run.ids[index] != Marker.segmentEnd { tally.add(Int(run.ids[index])) }
                }
            }.states
            let count = tallies.map(\.rows).max() ?? 0
            self.init(tallies, parts: parts.count, minimum: minimum, order: 1, ids: (0..<count).map { TokenID($0) }) {
                _, row in row
            }
            return
        }
        let sketch = minimum > 1 ? try NgramSketch(of: source, parts: parts, order: order) : nil
        let workers = try source.scan(from: NgramTally(order: order, parts: parts.count)) { run, worker in
            parts.forEachStretch(of: run) { part, range, tokens in
                worker.tally.begin(part: part, tokens: tokens)
                forEachNgram(in: run.ids, range, order: order) { start, hash in
                    worker.tally.meet()
                    guard sketch?.mayReach(minimum, hash) ?? true else { return }
                    worker.tally.add(worker.rows.row(run.ids, at: start, hash: hash))
                }
            }
        }.states
        self.init(workers, parts: parts.count, minimum: minimum, order: order)
    }

    /// - Parameter workers: what each has counted; each has its own numbers.
    init(_ workers: [NgramTally], parts: Int, minimum: Int, order: Int) {
        var rows = NgramRows(order: order)
        let numbers = workers.map { worker in
            (0..<worker.rows.count).map { rows.row(worker.rows.ids, at: $0 * order) }
        }
        self.init(workers.map(\.tally), parts: parts, minimum: minimum, order: order, ids: rows.ids) {
            numbers[$0][$1]
        }
    }

    /// - Parameters:
    ///   - tallies: one of each worker.
    ///   - ids: the n-grams of all, one after the other.
    ///   - row: the place among these of a worker's row.
    init(
        _ tallies: [PartTally], parts: Int, minimum: Int, order: Int, ids: [TokenID],
        row: (_ worker: Int, _ row: Int) -> Int
    ) {
        var (totals, sizes) = ([UInt64](repeating: 0, count: ids.count / order), [Int](repeating: 0, count: parts))
        var begun = sizes
        for (worker, tally) in tallies.enumerated() {
            for part in 0..<parts {
                sizes[part] += tally.sizes[part]
                begun[part] += tally.places[part]
            }
            tally.forEachEntry { totals[row(worker, Int($0.row))] += UInt64($0.count) }
        }
        var kept = totals.indices.filter { totals[$0] >= UInt64(max(1, minimum)) }
        if order > 1 {
            kept.sort {
                ids[$0 * order..<($0 + 1) * order].lexicographicallyPrecedes(ids[$1 * order..<($1 + 1) * order])
            }
        }
        var places = [Int](repeating: -1, count: totals.count)
        for (place, row) in kept.enumerated() { places[row] = place }

        var starts = [Int](repeating: 0, count: kept.count + 1)
        for (worker, tally) in tallies.enumerated() {
            tally.forEachEntry {
                let place = places[row(worker, Int($0.row))]
                if place >= 0 { starts[place + 1] += 1 }
            }
        }
        for place in kept.indices { starts[place + 1] += starts[place] }
        var packed = [UInt64](repeating: 0, count: starts[kept.count])
        var next = starts
        for (worker, tally) in tallies.enumerated() {
            tally.forEachEntry {
                let place = places[row(worker, Int($0.row))]
                guard place >= 0 else { return }
                packed[next[place]] = UInt64($0.part) << 32 | UInt64($0.count)
                next[place] += 1
            }
        }
        self.init(
            ngrams: NgramTable(
                order: order,
                ids: order == 1 ? kept.map { ids[$0] } : kept.flatMap { ids[$0 * order..<($0 + 1) * order] },
                counts: kept.map { totals[$0] }),
            sizes: sizes, places: order == 1 ? sizes : begun, unsorted: packed, starts: starts)
    }

    /// Puts what several workers counted in one part together.
    private init(ngrams: NgramTable, sizes: [Int], places: [Int], unsorted packed: [UInt64], starts: [Int]) {
        var (packed, starts) = (packed, starts)
        var end = 0
        for row in ngrams.indices {
            let range = starts[row]..<starts[row + 1]
            packed[range].sort()
            starts[row] = end
            for index in range {
                if end > starts[row], packed[end - 1] >> 32 == packed[index] >> 32 {
                    packed[end - 1] += packed[index] & 0xFFFF_FFFF
                } else {
                    packed[end] = packed[index]
                    end += 1
                }
            }
        }
        starts[ngrams.count] = end
        packed.removeLast(packed.count - end)
        (self.ngrams, self.sizes, self.places, self.starts, self.packed) = (ngrams, sizes, places, starts, packed)
    }
}
