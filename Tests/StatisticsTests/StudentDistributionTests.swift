internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct StudentDistributionTests {
    /// The closed forms for one and two degrees of freedom: 1 − 2 atan(t)/π and 1 − t/√(t² + 2).
    @Test(arguments: [0.0, 0.1, 1, 2.5, 40]) func closedForms(t: Double) {
        expectClose(
            StudentDistribution(degreesOfFreedom: 1).twoSidedProbability(t), 1 - 2 * atan(t) / Double.pi, 1e-9)
        expectClose(
            StudentDistribution(degreesOfFreedom: 2).twoSidedProbability(t), 1 - t / (t * t + 2).squareRoot(), 1e-9)
    }

    /// Tables of the 97.5 % point.
    @Test(arguments: [(1.0, 12.7062), (2, 4.3027), (10, 2.2281), (19, 2.0930), (100, 1.9840), (1e7, 1.9600)])
    func published(degreesOfFreedom: Double, t: Double) {
        expectClose(StudentDistribution(degreesOfFreedom: degreesOfFreedom).twoSidedQuantile(0.05), t, 1e-4)
    }
}
