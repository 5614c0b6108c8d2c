public import Basics
public import Tokenization

/// Counts the n-grams of an order: every window of that length inside `<s> w₁ … w_k </s>`, none across segments.
///
/// - Parameters:
///   - stream: segments, each ended by `</s>`; `<s>` is implied. Ids of a corpus or of a model's vocabulary.
///   - order: N ≥ 1, without an upper limit.
///   - threads: how many to use; the result does not depend on it.
/// - Complexity: O(n · N) time; memory of about 8 to 12 bytes a token besides the result.
public func countNgrams(in stream: TokenStream, order: Int, threads: Int = availableThreads) -> NgramTable {
    countNgrams(in: stream.ids, order: order, threads: threads)
}

/// Counts the n-grams of an order in segments ended by `</s>`.
public func countNgrams(in ids: [TokenID], order: Int, threads: Int = availableThreads) -> NgramTable {
    precondition(order >= 1, "the order is at least 1")
    precondition(ids.isEmpty || ids.last == Marker.segmentEnd, "a stream ends with </s>")
    // The longest window is that of a single segment, `<s>` before it.
    guard let largest = ids.max(), order - 1 <= ids.count else { return NgramTable(order: order, ids: [], counts: []) }
    let typeCount = max(Int(largest) + 1, Marker.texts.count)
    if order == 1 { return countUnigrams(in: ids, typeCount: typeCount) }
    if let windows = PackedWindows(order: order, typeCount: typeCount) {
        return countPacked(windows, in: ids, typeCount: typeCount, threads: threads)
    }
    return countByPosition(in: ids, order: order, typeCount: typeCount, threads: threads)
}

private func countUnigrams(in ids: [TokenID], typeCount: Int) -> NgramTable {
    var counts = [UInt64](repeating: 0, count: typeCount)
    for id in ids { counts[Int(id)] += 1 }
    counts[Int(Marker.segmentStart)] = counts[Int(Marker.segmentEnd)]
    let seen = counts.indices.filter { counts[$0] > 0 }
    return NgramTable(order: 1, ids: seen.map { TokenID($0) }, counts: seen.map { counts[$0] })
}

private func countPacked(
    _ windows: PackedWindows, in ids: [TokenID], typeCount: Int, threads: Int
) -> NgramTable {
    let stretches = Stretch.divide(ids, order: windows.order, pieces: threads == 1 ? 1 : threads * 4)
    let firstWordCounts = sumInParallel(stretches.count, length: typeCount, threads: threads) { index, counts in
        let stretch = stretches[index]
        windows.addFirstWordCounts(
            of: ids.span.extracting(stretch.range),
            from: windows.state(after: ids[stretch.before], startsSegment: stretch.startsSegment), to: &counts)
    }
    var table = NgramTableBuilder(order: windows.order)
    for words in WindowSorter.ranges(windows, firstWordCounts: firstWordCounts) {
        let sorter = WindowSorter(windows, firstWordCounts: firstWordCounts, words: words)
        parallel(stretches.count, threads: threads) { index, _ in
            let stretch = stretches[index]
            sorter.scatter([
                WindowSorter.Stretch(
                    ids, stretch.range,
                    from: windows.state(after: ids[stretch.before], startsSegment: stretch.startsSegment))
            ])
        }
        table.append(sorter, threads: threads)
    }
    return table.table
}

/// A part of a token stream and what a window ended in its first tokens needs of the part before.
struct Stretch: Sendable {
    let range: Range<Int>
    let before: Range<Int>
    /// Whether the first token of `before` begins a segment.
    let startsSegment: Bool

    static func divide(_ ids: [TokenID], order: Int, pieces: Int) -> [Stretch] {
        let size = max(4_096, (ids.count + pieces - 1) / pieces)
        return stride(from: 0, to: ids.count, by: size).map { start in
            let before = max(0, start - (order - 1))
            return Stretch(
                range: start..<min(start + size, ids.count), before: before..<start, startsSegment: before == 0)
        }
    }
}
