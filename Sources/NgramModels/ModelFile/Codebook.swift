/// The values that stand for the logarithms of an order.
struct Codebook: Sendable {
    /// In ascending order, but for those that stand for themselves, which come first.
    let values: [Float]
    private let exact: Int

    /// Cuts numbers into as many parts of one size as there are codes, of which each has its mean (Federico & Bertoldi 2006).
    ///
    /// - Parameters:
    ///   - numbers: each stands for one n-gram.
    ///   - bits: of a code.
    ///   - exact: values that stand for themselves: −∞, or a ln β of 0.
    init(of numbers: [Float], bits: Int, exact: Float) {
        let sorted = numbers.filter { $0 != exact }.sorted()
        let hasExact = sorted.count < numbers.count
        let codes = 1 << bits - (hasExact ? 1 : 0)
        var means: [Float] = []
        for code in 0..<codes {
            let part = sorted[code * sorted.count / codes..<(code + 1) * sorted.count / codes]
            guard !part.isEmpty else { continue }
            let mean = Float(part.reduce(0.0) { $0 + Double($1) } / Double(part.count))
            // Where many numbers are equal, parts have one mean.
            if means.last.map({ $0 < mean }) ?? true { means.append(mean) }
        }
        values = (hasExact ? [exact] : []) + means
        self.exact = hasExact ? 1 : 0
    }

    /// The code of the nearest value.
    func code(of number: Float) -> UInt64 {
        if exact == 1, number == values[0] { return 0 }
        var codes = exact..<values.count
        guard !codes.isEmpty else { return 0 }
        while codes.count > 1 {
            let middle = (codes.lowerBound + codes.upperBound) / 2
            // Below the middle between two means, the lower one is nearer.
            codes =
                number < (values[middle - 1] + values[middle]) / 2
                ? codes.lowerBound..<middle : middle..<codes.upperBound
        }
        return UInt64(codes.lowerBound)
    }
}
