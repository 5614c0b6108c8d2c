internal import Statistics
internal import Testing

@Suite struct SpreadTests {
    @Test func meanAndStandardDeviationOfASample() {
        // (2 + 4 + 9)/3 = 5; ((−3)² + (−1)² + 4²)/2 = 13
        #expect(mean([2, 4, 9]) == 5)
        #expect(standardDeviation([2, 4, 9]) == 13.0.squareRoot())
        #expect(standardDeviation([3, 3]) == 0)
    }
}
