package import Counting
internal import Statistics
internal import Tokenization

/// The average reduced frequency of each word, in one scan: the distances inside each run are summed at once, those from run to
/// run when all are known.
///
/// - Parameters:
///   - source: the corpus, read in order.
///   - counts: of each type by its id; types beyond, or with 0, are passed over.
/// - Returns: of each type by its id, 0 where it was passed over.
/// - SeeAlso: `averageReducedFrequency(positions:tokens:)`.
package func averageReducedFrequencies(of source: some TokenRunSource, counts: [Int]) throws -> [Double] {
    try averageReducedFrequencies(of: source, counts: counts) { run, body in
        var position = 0
        for id in run.ids where id != Marker.segmentEnd {
            if Int(id) < counts.count, counts[Int(id)] > 0 { body(Int(id), position) }
            position += 1
        }
    }
}

/// The same of what is found in runs otherwise, such as the hits of queries.
///
/// - Parameters:
///   - source: the corpus, read in order.
///   - counts: how often each thing is found.
///   - find: calls its body with the number of each thing found in a run and the tokens before it in the run, in ascending order
///     for each thing.
package func averageReducedFrequencies(
    of source: some TokenRunSource, counts: [Int],
    _ find: @escaping @Sendable (_ run: TokenRun, _ body: (_ thing: Int, _ position: Int) -> Void) -> Void
) throws -> [Double] {
    let sizes = try source.runSizes()
    let tokens = sizes.reduce(0, +)
    let (runs, workers) = try source.scan(from: DistanceSums(count: counts.count)) { run, worker in
        find(run) { thing, position in worker.meet(thing, position, count: counts[thing], tokens: tokens) }
        return worker.endRun()
    }
    var sums = [Int](repeating: 0, count: counts.count)
    for worker in workers {
        for thing in sums.indices { sums[thing] += worker.sums[thing] }
    }
    var (first, last) = (sums.map { _ in -1 }, sums.map { _ in -1 })
    var before = 0
    for (run, size) in zip(runs, sizes) {
        for met in run {
            let thing = Int(met.thing)
            let position = before + Int(met.first)
            if last[thing] < 0 {
                first[thing] = position
            } else {
                sums[thing] += reducedFrequencyTerm(
                    distance: position - last[thing], count: counts[thing], tokens: tokens)
            }
            last[thing] = before + Int(met.last)
        }
        before += size
    }
    return sums.indices.map { thing in
        guard last[thing] >= 0 else { return 0 }
        let round = reducedFrequencyTerm(
            distance: first[thing] + tokens - last[thing], count: counts[thing], tokens: tokens)
        return Double(sums[thing] + round) / Double(tokens)
    }
}

/// What one worker has summed, and where it met things in the run that it is in.
private struct DistanceSums: Sendable {
    struct Met: Sendable {
        let thing: UInt32
        let first: UInt32
        let last: UInt32
    }

    var sums: [Int]
    /// In this run, plus one; 0 where it was not met.
    private var first: [UInt32]
    private var last: [UInt32]
    private var met: [UInt32] = []

    init(count: Int) {
        sums = [Int](repeating: 0, count: count)
        (first, last) = ([UInt32](repeating: 0, count: count), [UInt32](repeating: 0, count: count))
    }

    mutating func meet(_ thing: Int, _ position: Int, count: Int, tokens: Int) {
        if first[thing] == 0 {
            first[thing] = UInt32(position + 1)
            met.append(UInt32(thing))
        } else {
            sums[thing] += reducedFrequencyTerm(
                distance: position + 1 - Int(last[thing]), count: count, tokens: tokens)
        }
        last[thing] = UInt32(position + 1)
    }

    mutating func endRun() -> [Met] {
        let run = met.map { Met(thing: $0, first: first[Int($0)] - 1, last: last[Int($0)] - 1) }
        for thing in met { first[Int(thing)] = 0 }
        met.removeAll(keepingCapacity: true)
        return run
    }
}
