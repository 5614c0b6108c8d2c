internal import Foundation

extension EstimateWithError {
    /// How many blocks are left out in turn where nothing else is said.
    public static let usualBlocks = 20

    /// The jackknife that leaves out one of g blocks at a time: words of a text come in clumps, so it is blocks that vary
    /// independently, and not tokens (Künsch 1989; Efron & Tibshirani 1993, eq. 11.5).
    init(_ value: Double, leavingOutBlocks values: [Double]) {
        let g = Double(values.count)
        let mean = values.reduce(0, +) / g
        let variance = (g - 1) / g * values.reduce(0) { $0 + square($1 - mean) }
        self.init(value, standardError: sqrt(variance))
    }
}
