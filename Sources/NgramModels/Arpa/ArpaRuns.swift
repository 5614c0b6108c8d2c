internal import Counting

/// The n-grams of an order in a temporary file: sorted in runs, which are merged when they are read.
struct ArpaRuns: Sendable {
    let form: ArpaKeys
    /// Whether they have back-off weights.
    let isContext: Bool
    private let plan: SpillPlan
    private let keys: NumberFile<UInt64>
    private let logProbabilities: NumberFile<Float>
    private let logBackoffs: NumberFile<Float>
    private let lines: NumberFile<UInt32>
    private var runs: [Range<Int>] = []

    init(_ form: ArpaKeys, isContext: Bool, plan: SpillPlan) throws(SpillError) {
        (self.form, self.isContext, self.plan) = (form, isContext, plan)
        keys = try NumberFile(in: plan.folder)
        logProbabilities = try NumberFile(in: plan.folder)
        logBackoffs = try NumberFile(in: plan.folder)
        lines = try NumberFile(in: plan.folder)
    }

    var count: Int { runs.last?.upperBound ?? 0 }

    /// - Parameter rows: sorted.
    mutating func append(_ rows: ArpaRows) throws(SpillError) {
        guard rows.count > 0 else { return }
        try keys.append(rows.keys)
        try logProbabilities.append(rows.logProbabilities)
        try logBackoffs.append(rows.logBackoffs)
        try lines.append(rows.lines)
        runs.append(count..<count + rows.count)
    }

    private func read(_ range: Range<Int>) throws(SpillError) -> ArpaRows {
        ArpaRows(
            keys: try keys.read(range.lowerBound * form.width..<range.upperBound * form.width),
            logProbabilities: try logProbabilities.read(range),
            logBackoffs: isContext ? try logBackoffs.read(range) : [], lines: try lines.read(range))
    }

    /// Calls a function with all n-grams in ascending order, some thousand at a time.
    func forEachBlock(_ body: (ArpaRows) throws -> Void) throws {
        let share = plan.memory / 8 / (max(1, runs.count) * (16 + 8 * form.width))
        let buffered = max(1 << 8, min(1 << 14, share))
        var heap = ArpaMergeHeap(width: form.width)
        var cursors: [ArpaCursor] = []
        for run in runs {
            let rows = try read(run.lowerBound..<min(run.upperBound, run.lowerBound + buffered))
            cursors.append(ArpaCursor(rows: rows, left: run.lowerBound + rows.count..<run.upperBound))
            heap.push(cursors.count - 1, cursors)
        }
        var block = ArpaRows()
        block.reserveCapacity(1 << 14, width: form.width, isContext: isContext)
        while let run = heap.first {
            cursors[run].giveNext(to: &block, form.width)
            if cursors[run].isEmpty {
                let left = cursors[run].left
                let range = left.lowerBound..<min(left.upperBound, left.lowerBound + buffered)
                cursors[run] = ArpaCursor(rows: try read(range), left: range.upperBound..<left.upperBound)
            }
            heap.replaceFirst(cursors)
            if block.count == 1 << 14 {
                try body(block)
                block.removeAll()
            }
        }
        if block.count > 0 { try body(block) }
    }
}

/// A place in a run.
private struct ArpaCursor {
    /// Some of the run, from the place on.
    private let rows: ArpaRows
    private var next = 0
    /// What is still in the file.
    let left: Range<Int>

    init(rows: ArpaRows, left: Range<Int>) { (self.rows, self.left) = (rows, left) }

    var isEmpty: Bool { next == rows.count }

    @inline(__always)
    func number(_ number: Int, _ width: Int) -> UInt64 { rows.keys[next &* width &+ number] }

    @inline(__always)
    mutating func giveNext(to block: inout ArpaRows, _ width: Int) {
        for number in 0..<width { block.keys.append(rows.keys[next &* width &+ number]) }
        block.logProbabilities.append(rows.logProbabilities[next])
        if !rows.logBackoffs.isEmpty { block.logBackoffs.append(rows.logBackoffs[next]) }
        block.lines.append(rows.lines[next])
        next += 1
    }
}

/// The runs that have n-grams left, the one with the lowest first; of the same n-gram the earlier run.
private struct ArpaMergeHeap {
    let width: Int
    /// With the first number of each run's key.
    private var entries: [(key: UInt64, run: Int)] = []

    init(width: Int) { self.width = width }

    var first: Int? { entries.first?.run }

    mutating func push(_ run: Int, _ cursors: [ArpaCursor]) {
        entries.append((cursors[run].number(0, width), run))
        var place = entries.count - 1
        while place > 0, precedes(place, (place - 1) / 2, cursors) {
            entries.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes account of that the first run stands at its next n-gram, or has none left.
    @inline(__always)
    mutating func replaceFirst(_ cursors: [ArpaCursor]) {
        if cursors[entries[0].run].isEmpty {
            entries.swapAt(0, entries.count - 1)
            entries.removeLast()
        } else {
            entries[0].key = cursors[entries[0].run].number(0, width)
        }
        var place = 0
        while 2 &* place &+ 1 < entries.count {
            var child = 2 &* place &+ 1
            if child &+ 1 < entries.count, precedes(child &+ 1, child, cursors) { child &+= 1 }
            guard precedes(child, place, cursors) else { return }
            entries.swapAt(place, child)
            place = child
        }
    }

    @inline(__always)
    private func precedes(_ a: Int, _ b: Int, _ cursors: [ArpaCursor]) -> Bool {
        let (a, b) = (entries[a], entries[b])
        if a.key != b.key { return a.key < b.key }
        for number in stride(from: 1, to: width, by: 1) {
            let (x, y) = (cursors[a.run].number(number, width), cursors[b.run].number(number, width))
            if x != y { return x < y }
        }
        return a.run < b.run
    }
}
