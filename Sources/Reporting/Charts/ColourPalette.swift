/// The colours of charts and pages: six hues that people with any colour vision tell apart, after Okabe & Ito (2008),
/// deep enough for text (4.5 : 1) on the ground of their mode.
struct ColourPalette {
    let ground: String
    let ink: String
    /// Of what stands behind, such as the names of ticks; still 4.5 : 1.
    let soft: String
    /// Of marks that stand behind; 3 : 1.
    let grey: String
    let grid: String
    let shade: String
    let series: [String]

    static let light = ColourPalette(
        ground: "#fdfdfb", ink: "#1c2024", soft: "#59626b", grey: "#7b858e", grid: "#e4e6e8", shade: "#edf1f5",
        series: ["#0064a8", "#b84300", "#00704e", "#8f3f86", "#855a00", "#a3283f"])
    static let dark = ColourPalette(
        ground: "#15181c", ink: "#eaecee", soft: "#a6b0ba", grey: "#8b96a1", grid: "#31373e", shade: "#20272f",
        series: ["#6cb8f5", "#ff9a63", "#4ecb9d", "#d9a0e0", "#efbd55", "#ff8c9c"])
    /// The nearest of the terminal's 256, for series.
    static let terminal = [75, 208, 36, 176, 220, 210]

    /// The name of a series' class of style.
    static func name(_ colour: Int) -> String {
        switch colour {
        case Chart.Series.grey: "cg"
        case Chart.Series.ink: "ci"
        default: "c\(colour % light.series.count)"
        }
    }

    /// Each class with its colour.
    var classes: [(name: String, colour: String)] {
        series.enumerated().map { (Self.name($0), $1) } + [
            (Self.name(Chart.Series.grey), grey), (Self.name(Chart.Series.ink), ink),
        ]
    }
}
