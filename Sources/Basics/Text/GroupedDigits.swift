/// A whole number with its digits in groups of three, the same in every locale: 18855 → `18,855`.
package func groupedDigits(_ integer: Int) -> String {
    var digits = Array(String(integer.magnitude))
    var index = digits.count - 3
    while index > 0 {
        digits.insert(",", at: index)
        index -= 3
    }
    return (integer < 0 ? "−" : "") + String(digits)
}
