/// Colours that people with any colour vision tell apart (Okabe & Ito 2008), in the order series take them.
enum ChartPalette {
    /// Blue, vermilion, bluish green, reddish purple, orange, sky blue; the same again in other strokes.
    static let light = twice(["#0072B2", "#C44E00", "#007A5A", "#A8548A", "#B37400", "#2A8CC4"])
    /// The same hues with enough contrast on a dark ground.
    static let dark = twice(["#56B4E9", "#F0803C", "#2CC79A", "#E29BC6", "#F0B840", "#9AD0F5"])
    /// The nearest of the terminal's 256.
    static let terminal = [75, 208, 36, 175, 220, 117]
    /// Strokes and gaps of lines, so that no line depends on its colour; empty is unbroken.
    static let dashes = [
        "", "", "7 4", "2 3", "10 3 2 3", "4 2", "12 4", "5 2 1 2", "1 3", "14 3 5 3", "6 6", "9 2 2 2 2 2",
    ]

    private static func twice(_ colours: [String]) -> [String] { colours + colours }
}
