internal import Foundation

/// The lower incomplete gamma function γ(a, x) = ∫₀ˣ t^(a−1) e^−t dt for a > 0, x ≥ 0; relative error below 1e-13 for
/// a ≤ 100.
///
/// Below x = a + 1 the series, above the continued fraction of the upper one (Abramowitz & Stegun 6.5.29, 6.5.31).
func lowerIncompleteGamma(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    let scale = exp(a * log(x) - x)
    if x < a + 1 {
        var term = 1 / a
        var sum = term
        var n = a
        while abs(term) > 1e-17 * abs(sum) {
            n += 1
            term *= x / n
            sum += term
        }
        return scale * sum
    }
    // Lentz’s algorithm, as modified by Thompson and Barnett.
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var fraction = d
    for i in 1..<1000 {
        let an = -Double(i) * (Double(i) - a)
        b += 2
        d = 1 / (an * d + b)
        c = b + an / c
        let factor = c * d
        fraction *= factor
        if abs(factor - 1) < 1e-16 { break }
    }
    return tgamma(a) - scale * fraction
}
