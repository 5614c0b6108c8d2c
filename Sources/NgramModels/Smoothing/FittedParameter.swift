/// A number that a smoothing took from the text, such as a discount, by its symbol in the method's formula.
package struct FittedParameter: Codable, Sendable, Equatable {
    /// Of the n-grams that it is for.
    package let order: Int
    /// `D₁`; where it is for some counts alone, with them: `λ, n(h) = 8…15`.
    package let symbol: String
    package let value: Double

    package init(order: Int, symbol: String, value: Double) {
        self.order = order
        self.symbol = symbol
        self.value = value
    }
}
