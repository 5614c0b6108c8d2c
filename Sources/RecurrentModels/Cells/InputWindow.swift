/// The last N events before each step of R rows: what a feed-forward network sees.
///
/// Before a row's first event stands `</s>`; with `resets` also in the place of all that an earlier segment has.
final class InputWindow {
    /// N
    let length: Int
    private let resets: Bool
    private var rows: Int
    /// For each row the N − 1 events before those at hand, the latest last.
    private var history: [[UInt32]]
    private var next: [[UInt32]] = []

    init(length: Int, rows: Int, resets: Bool) {
        self.length = length
        self.resets = resets
        self.rows = rows
        history = Array(repeating: Self.padding(length), count: rows)
    }

    private static func padding(_ length: Int) -> [UInt32] {
        Array(repeating: WordClass.segmentEnd, count: length - 1)
    }

    func prepare(continues: Bool, rows: Int) {
        self.rows = rows
        if !continues { history = Array(repeating: Self.padding(length), count: rows) }
    }

    func clear(row: Int) { history[row] = Self.padding(length) }

    /// - Parameter inputs: T × R.
    /// - Returns: T × R × N, the latest first.
    func expand(_ inputs: [UInt32]) -> [UInt32] {
        let steps = inputs.count / max(1, rows)
        var windows: [UInt32] = []
        windows.reserveCapacity(inputs.count * length)
        let sequences = (0..<rows).map { row in history[row] + (0..<steps).map { inputs[$0 * rows + row] } }
        for t in 0..<steps {
            for sequence in sequences {
                var isBefore = false
                for k in 0..<length {
                    let word = sequence[t + length - 1 - k]
                    windows.append(isBefore ? WordClass.segmentEnd : word)
                    isBefore = isBefore || resets && word == WordClass.segmentEnd
                }
            }
        }
        next = sequences.map { Array($0.suffix(length - 1)) }
        return windows
    }

    /// The last events become those before the next.
    func carry() { history = next }

    func copy(from other: InputWindow) { (rows, history) = (other.rows, other.history) }
}
