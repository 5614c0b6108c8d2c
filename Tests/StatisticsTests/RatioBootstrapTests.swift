internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct RatioBootstrapTests {
    /// Of units that are alike the ratio is always the same.
    @Test func alikeUnitsLeaveNoDoubt() {
        let bootstrap = RatioBootstrap(units: 9, resamples: 200, seed: 1)
        let shares = (0..<9).map { RatioBootstrap.Share(unit: $0, numerator: 6, denominator: 3) }
        #expect(bootstrap.interval(of: shares) == 2...2)
        #expect(bootstrap.interval(of: []) == nil)
    }

    /// The 95 % interval of a mean is about 1.96 standard errors on either side.
    @Test func widthIsThatOfTheStandardError() throws {
        var generator = SeededGenerator(seed: 2)
        let values = (0..<400).map { _ in generator.uniform() }
        let mean = values.reduce(0, +) / 400
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400
        let interval = try #require(
            RatioBootstrap(units: 400, resamples: 2000, seed: 3).interval(
                of: values.enumerated().map {
                    RatioBootstrap.Share(unit: $0.offset, numerator: $0.element, denominator: 1)
                }))
        expectClose(interval.upperBound - interval.lowerBound, 2 * 1.96 * (variance / 400).squareRoot(), 0.004)
        #expect(interval.contains(mean))
    }
}
