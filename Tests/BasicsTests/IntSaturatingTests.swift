internal import Basics
internal import Testing

@Suite struct IntSaturatingTests {
    @Test func everyDoubleHasAWholeNumber() {
        for (number, wanted) in [
            (0, 0), (2.9, 2), (-2.9, -2), (-0.0, 0), (9_007_199_254_740_992, 9_007_199_254_740_992), (.nan, 0),
            (.infinity, .max), (-.infinity, .min), (1e300, .max), (-1e300, .min), (0x1p63, .max), (-0x1p63, .min),
            (0x1p63.nextDown, 9_223_372_036_854_774_784),
        ] as [(Double, Int)] { #expect(Int(saturating: number) == wanted, "\(number)") }
    }
}
