/// How large a drawing is and is shown, so that its type is neither larger than the text around it nor below 11 pixels.
///
/// A page holds two drawings of each chart and shows the one that fits: `wide` from 35 rem (560 pixels) to its own width,
/// where a unit is a pixel, `narrow` from 328 pixels, what a telephone leaves, to 448.
struct ChartSize {
    let name: String
    let width: Double
    let plotHeight: Double
    let type: ChartType
    /// Marks of all series together; both drawings of a page have 4,000 at most.
    let marks: Int
    /// The least distance between marks.
    let spacing: Double

    static let wide = ChartSize(
        name: "wide", width: 704, plotHeight: 400, type: ChartType(size: 14), marks: 2600, spacing: 1.6)
    static let narrow = ChartSize(
        name: "narrow", width: 360, plotHeight: 300, type: ChartType(size: 12.6), marks: 1400, spacing: 2)

    /// The height of a row with a name.
    var row: Double { type.size * 2 }
    /// Names and labels of series.
    var bold: ChartType { ChartType(size: type.size, isBold: true) }
}
