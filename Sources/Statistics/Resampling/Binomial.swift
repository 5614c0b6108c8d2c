internal import Foundation

/// How many of n independent trials succeed, each with probability p: a draw in constant time.
///
/// Below a mean of 10 by the gaps between successes, which are geometric; above by transformed rejection (Hörmann 1993,
/// algorithm BTRS). Both are exact.
package func binomialDraw(_ n: Int, _ p: Double, using generator: inout some RandomNumberGenerator) -> Int {
    precondition(n >= 0)
    if n == 0 || p <= 0 { return 0 }
    if p >= 1 { return n }
    if p > 0.5 { return n - binomialDraw(n, 1 - p, using: &generator) }
    let mean = Double(n) * p
    if mean < 10 {
        let logFailure = log1p(-p)
        var (successes, position) = (0, 0.0)
        while true {
            position += (log(openUnit(&generator)) / logFailure).rounded(.down) + 1
            if position > Double(n) { return successes }
            successes += 1
        }
    }
    let deviation = sqrt(mean * (1 - p))
    let b = 1.15 + 2.53 * deviation
    let a = -0.0873 + 0.0248 * b + 0.01 * p
    let accepted = 0.92 - 4.2 / b
    let alpha = (2.83 + 5.1 / b) * deviation
    let logOdds = log(p / (1 - p))
    let mode = ((Double(n) + 1) * p).rounded(.down)
    let height = logGamma(mode + 1) + logGamma(Double(n) - mode + 1)
    while true {
        let v = openUnit(&generator)
        let u = openUnit(&generator) - 0.5
        let us = 0.5 - abs(u)
        let k = ((2 * a / us + b) * u + mean + 0.5).rounded(.down)
        if us >= 0.07, v <= accepted { return Int(k) }
        if k < 0 || k > Double(n) { continue }
        let bound = height - logGamma(k + 1) - logGamma(Double(n) - k + 1) + (k - mode) * logOdds
        // Beyond 2⁵³ the Double of n may be more than n.
        if log(v * alpha / (a / (us * us) + b)) <= bound { return Int(exactly: k) ?? n }
    }
}

/// Uniform on the open interval between 0 and 1, on 2⁵³ points.
func openUnit(_ generator: inout some RandomNumberGenerator) -> Double {
    (Double(generator.next() >> 11) + 0.5) * 0x1p-53
}
