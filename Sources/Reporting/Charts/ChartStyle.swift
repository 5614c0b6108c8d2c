/// How drawings look, in files and on pages alike. Colours stand by their values, since many programs that take SVG know no
/// variables.
enum ChartStyle {
    static let text = """
        .chart path{stroke-linejoin:round}.chart text{stroke:none}\
        .dot,.open,.line,.fit,.interval,.stroke,.grid,.axis{fill:none}\
        .dot,.open,.line,.fit,.interval,.stroke{stroke:currentColor}.dot{stroke-linecap:round}\
        .full,.label{fill:currentColor}.bar{fill-opacity:.75}.band{fill:currentColor;fill-opacity:.16}.line{stroke-width:2}.fit{stroke-width:1.6}.interval{stroke-width:1.6}.stroke{stroke-width:1.2}\
        .chart .label{stroke-width:4px;stroke-linejoin:round;paint-order:stroke}\
        .chart g .label{font-weight:600}.heading{font-size:17px;font-weight:650}\
        \(colours(.light))@media (prefers-color-scheme:dark){\(colours(.dark))}\
        @media print{\(colours(.light))}
        """

    private static func colours(_ palette: ColourPalette) -> String {
        let classes = palette.classes.map { ".chart .\($0.name){color:\($0.colour)}" }.joined()
        return ".chart text{fill:\(palette.ink)}.chart .soft{fill:\(palette.soft)}.ground{fill:\(palette.ground)}"
            + ".grid{stroke:\(palette.grid)}.axis{stroke:\(palette.soft)}.shade{fill:\(palette.shade)}"
            + ".edge{stroke:\(palette.grid)}.chart .label{stroke:\(palette.ground)}"
            + ".chart g .label{fill:currentColor}" + classes
    }
}
