/// How far some work is, in words.
package enum ProgressText {
    /// `counting: 1,200 of 5,000 tokens · 600 tokens/s · 6 s left`.
    ///
    /// - Parameters:
    ///   - what: the work, such as `counting`.
    ///   - unit: what is counted, such as `tokens`.
    ///   - total: `nil` where it is not known.
    ///   - seconds: since the work began; a rate is told after half a second.
    package static func line(_ what: String, unit: String, done: Int, of total: Int?, seconds: Double) -> String {
        var text = "\(what): \(NumberText.grouped(done))"
        if let total { text += " of \(NumberText.grouped(total))" }
        text += " \(unit)"
        guard seconds > 0.5, done > 0 else { return text }
        let rate = Double(done) / seconds
        text += " · \(NumberText.rounded(rate, significantDigits: 3)) \(unit)/s"
        if let total, total > done { text += " · \(duration(Double(total - done) / rate)) left" }
        return text
    }

    /// 75 s → `1 min 15 s`.
    package static func duration(_ seconds: Double) -> String {
        let whole = seconds.isNaN ? 0 : Int(min(max(0, seconds.rounded()), 1e9))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
