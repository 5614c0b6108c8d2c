internal import Foundation

/// Student's distribution with ν degrees of freedom, ν > 0 and not always whole.
///
/// With t = √ν tan θ its density is proportional to cos^(ν−1) θ, which is integrated; absolute error below 1e-10 for ν ≥ 1.
package struct StudentDistribution {
    package let degreesOfFreedom: Double

    package init(degreesOfFreedom: Double) { self.degreesOfFreedom = max(1, degreesOfFreedom) }

    /// The probability of a deviate further from 0 than t, on either side.
    package func twoSidedProbability(_ t: Double) -> Double {
        let nu = degreesOfFreedom
        // Beyond this the normal distribution is within 1e-6.
        if nu > 1e5 { return twoSidedNormalProbability(t) }
        let normalizer = exp(logGamma((nu + 1) / 2) - logGamma(nu / 2)) / Double.pi.squareRoot()
        let angle = atan(abs(t) / nu.squareRoot())
        // The density's scale is 1/√ν.
        let panels = max(4, Int((4 * nu.squareRoot() * angle).rounded(.up)))
        let within = integral(from: 0, to: angle, panels: panels) { pow(cos($0), nu - 1) }
        return min(1, max(0, 1 - 2 * normalizer * within))
    }

    /// The t that a deviate exceeds on either side with probability `p`, 0 < p < 1; to 1e-9 of it.
    package func twoSidedQuantile(_ p: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        while twoSidedProbability(high) > p, high < 1e6 { high *= 2 }
        for _ in 0..<60 where high - low > 1e-9 * high {
            let middle = (low + high) / 2
            if twoSidedProbability(middle) > p { low = middle } else { high = middle }
        }
        return high
    }
}
