internal import Foundation

extension Formula {
    /// The expression on one line: `(5 + 1) / (28 + 414)`.
    package var text: String {
        switch self {
        case .symbol(let name): name
        case .integer(let number): String(number)
        case .number(let number): Self.text(of: number)
        case .ofWords(let name, let words, ""): "\(name)(\(words))"
        case .ofWords(let name, let words, let given): "\(name)(\(words) | \(given))"
        case .function(let name, let argument): "\(name)(\(argument.text))"
        case .fraction(let above, let below):
            "\(above.text(within: .product)) / \(below.text(within: .divisor))"
        case .sum(let terms): terms.map { $0.text(within: .sum) }.joined(separator: " + ")
        case .difference(let whole, let part): "\(whole.text(within: .sum)) − \(part.text(within: .product))"
        case .product(let factors):
            factors.enumerated().map { $1.text(within: $0 == 0 ? .product : .divisor) }.joined(separator: " · ")
        }
    }

    /// Six significant digits.
    static func text(of number: Double) -> String {
        (number < 0 ? "−" : "") + String(format: "%.6g", abs(number))
    }

    /// How closely what stands around an expression binds.
    private enum Surroundings { case sum, product, divisor }

    private func text(within surroundings: Surroundings) -> String {
        isParenthesized(within: surroundings) ? "(\(text))" : text
    }

    private func isParenthesized(within surroundings: Surroundings) -> Bool {
        switch self {
        case .sum, .difference: surroundings != .sum
        case .product, .fraction: surroundings == .divisor
        case .number(let number): number < 0 && surroundings != .sum
        case .symbol, .integer, .ofWords, .function: false
        }
    }
}
