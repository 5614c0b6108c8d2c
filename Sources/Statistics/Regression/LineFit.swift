internal import Foundation

/// Ordinary least squares of a straight line, y = intercept + slope · x.
package struct LineFit: Sendable, Equatable {
    package let points: Int
    package let slope: Double
    package let intercept: Double
    /// The share of the variance of y that the line explains, `nil` where y does not vary.
    package let rSquared: Double?
    /// Of the slope, √(residual variance / Σ(x − x̄)²) on n − 2 degrees of freedom; `nil` for two points.
    ///
    /// It takes residuals to be independent, which those of sorted frequencies are not: too small by an order of
    /// magnitude there.
    package let standardError: Double?

    /// The line through weighted sums.
    /// - Parameters:
    ///   - n: how many points.
    ///   - x: Σx. `y`: Σy. `xx`: Σx². `xy`: Σxy. `yy`: Σy².
    /// - Returns: `nil` if there are fewer than two points or x does not vary.
    package init?(n: Int, x: Double, y: Double, xx: Double, xy: Double, yy: Double) {
        let count = Double(n)
        let sxx = xx - x * x / count
        guard n >= 2, sxx > 1e-12 * xx else { return nil }
        let sxy = xy - x * y / count
        // A constant y leaves only rounding in its variance.
        let syy = max(0, yy - y * y / count)
        let varies = syy > 1e-13 * yy
        points = n
        slope = varies ? sxy / sxx : 0
        intercept = (y - slope * x) / count
        let residual = varies ? max(0, syy - sxy * sxy / sxx) : 0
        rSquared = varies ? 1 - residual / syy : nil
        standardError = n > 2 ? sqrt(residual / (count - 2) / sxx) : nil
    }

    /// The line through `points`.
    package init?(_ points: some Sequence<(x: Double, y: Double)>) {
        var n = 0
        var (x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for point in points {
            n += 1
            x += point.x
            y += point.y
            xx += point.x * point.x
            xy += point.x * point.y
            yy += point.y * point.y
        }
        self.init(n: n, x: x, y: y, xx: xx, xy: xy, yy: yy)
    }
}
