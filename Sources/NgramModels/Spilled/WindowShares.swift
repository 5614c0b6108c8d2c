internal import Basics
internal import Counting
internal import LanguageModeling
internal import Tokenization

/// The windows of a text, sorted share by share.
struct WindowShares {
    let text: TrainingText
    /// How many windows each first word begins; of those that begin with other words nothing is read.
    let counts: [UInt32]
    let keys: WindowKeys
    let plan: SpillPlan

    /// Goes through all windows in the order of their first words, and of their keys.
    ///
    /// - Parameters:
    ///   - make: what a thread makes of some of them.
    ///   - take: called with what was made, in the order of the windows.
    func forEachPiece<Made: Sendable>(
        _ make: @Sendable (SortableWindows, ArraySlice<SortableWindows.Group>) -> Made, _ take: (Made) throws -> Void
    ) throws {
        // Half of the memory is for windows; the rest for what is made of some of them.
        let capacity = max(1 << 12, plan.memory / 2 / (MemoryLayout<UInt64>.size * keys.numbers))
        var lastWord = -1
        for share in try WindowShare.shares(of: text, counts: counts, keys: keys, capacity: capacity) {
            let windows = try sortable(share)
            let groups = windows.groups(of: share, continues: share.words.lowerBound == lastWord)
            lastWord = share.words.upperBound - 1
            var left = Self.pieces(of: groups)[...]
            while !left.isEmpty {
                let some = left.prefix(2 * plan.threads)
                left = left.dropFirst(some.count)
                let made = parallelMap(some.count, threads: plan.threads) { index in
                    make(windows, groups[some[some.startIndex + index]])
                }
                for piece in made { try take(piece) }
            }
        }
    }

    /// The windows of a share, from a scan of the text, those of each first word together.
    private func sortable(_ share: WindowShare) throws -> SortableWindows {
        var starts = [0]
        for word in share.words {
            starts.append(starts[starts.count - 1] + (share.words.count == 1 ? share.count : Int(counts[word])))
        }
        let filling = WindowFilling(share, keys, starts)
        if share.count > 0 { try text.scan { filling.take($0) } }
        return SortableWindows(keys: keys, numbers: filling.takeNumbers(), starts: starts)
    }

    /// Groups that are sorted by one thread: as many as keep it busy for a while.
    private static func pieces(of groups: [SortableWindows.Group]) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var (first, held) = (0, 0)
        for (index, group) in groups.enumerated() {
            held += group.records.count + 1
            if held >= 1 << 17 || index == groups.count - 1 {
                pieces.append(first..<index + 1)
                (first, held) = (index + 1, 0)
            }
        }
        return pieces
    }
}
