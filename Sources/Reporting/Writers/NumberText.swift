internal import Basics
internal import Foundation

/// Numbers as people read them, the same in every locale.
package enum NumberText {
    /// 18855 → `18,855`.
    package static func grouped(_ integer: Int) -> String { groupedDigits(integer) }

    /// 1, `segment` → `1 segment`; 3,000, `segment` → `3,000 segments`.
    package static func counted(_ count: Int, _ noun: String) -> String {
        "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    /// A number with so many decimals; what rounds to zero has no sign: −0.04 → `0.0`.
    package static func fixed(_ number: Double, decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", number)
        guard text.hasPrefix("-") else { return text }
        let isZero = !text.contains { ("1"..."9").contains($0) || $0.isLetter }
        return (isZero ? "" : "−") + text.dropFirst()
    }

    /// A number with about `significantDigits` significant digits: 275.51475 → `275.5`, 0.00001234 → `1.234e-05`.
    package static func rounded(_ number: Double, significantDigits: Int = 4) -> String {
        guard number.isFinite else { return number.isNaN ? "–" : number > 0 ? "∞" : "−∞" }
        if number < 0 { return "−" + rounded(-number, significantDigits: significantDigits) }
        if number == 0 { return "0" }
        if number < 1e-4 || number >= 1e15 {
            return String(format: "%.\(significantDigits - 1)e", number)
        }
        let decimals = max(0, significantDigits - 1 - Int(log10(number).rounded(.down)))
        if decimals == 0 { return grouped(Int(number.rounded())) }
        return String(format: "%.\(decimals)f", number)
    }
}
