internal import Reporting

/// One line on standard error that says what is done, of what, how fast, and how long it will take.
///
/// Shown on a terminal alone. The first call draws at once, later ones at most ten times a second.
struct ProgressLine {
    private let start = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant?
    private let what: String
    private let unit: String

    /// - Parameters:
    ///   - what: the work, such as `counting`.
    ///   - unit: what is counted, such as `tokens`.
    init(_ what: String, unit: String) {
        self.what = what
        self.unit = unit
    }

    /// - Parameter total: `nil` where it is not known.
    mutating func update(done: Int, of total: Int?) {
        let now = ContinuousClock.now
        if let lastDrawn, now - lastDrawn < .milliseconds(100) { return }
        lastDrawn = now
        Console.redraw(ProgressText.line(what, unit: unit, done: done, of: total, seconds: (now - start) / .seconds(1)))
    }

    /// Clears the line.
    func finish() { if lastDrawn != nil { Console.redraw("") } }
}
