internal import Foundation
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
        let seconds = (now - start) / .seconds(1)
        var text = "\(what): \(NumberText.grouped(done))"
        if let total { text += " of \(NumberText.grouped(total))" }
        text += " \(unit)"
        if seconds > 0.5, done > 0 {
            let rate = Double(done) / seconds
            text += " · \(NumberText.rounded(rate, significantDigits: 3)) \(unit)/s"
            if let total, total > done { text += " · \(Self.duration(Double(total - done) / rate)) left" }
        }
        Console.redraw(text)
    }

    /// Clears the line.
    func finish() { if lastDrawn != nil { Console.redraw("") } }

    /// 75 s → `1 min 15 s`.
    static func duration(_ seconds: Double) -> String {
        let whole = seconds.isNaN ? 0 : Int(min(max(0, seconds.rounded()), 1e9))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
