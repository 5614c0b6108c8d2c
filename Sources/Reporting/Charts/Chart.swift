internal import Foundation

/// A chart as data: what is drawn, not how. Terminal, page and SVG draw the same value.
///
/// To make one, say in the words of the field what the axes count, give every series a name short enough for a label
/// beside its points (with the figure that matters, `slope −1.03`), and write a `finding`. Fitted lines have the mark
/// `fit` and their own range: they do not widen the frame. The drawing chooses colours, marks, dashes, ticks and the
/// places of labels. Give all points: the drawing thins them.
public struct Chart: Sendable {
    /// One direction of the plane.
    package struct Axis: Sendable {
        package enum Scale: Sendable { case linear, logarithmic }

        /// The quantity and, in brackets, its unit.
        package let label: String
        package let scale: Scale
        /// Whether values between whole numbers mean nothing, so that no tick stands there.
        package let isWhole: Bool
        /// Names in place of numbers: a point at 0 belongs to the first, which stands at the left or on top. Empty on an
        /// axis of numbers.
        package let categories: [String]
        /// Whether thousands are set apart by commas, as they are not in years.
        package let groupsThousands: Bool

        package init(
            _ label: String, _ scale: Scale = .linear, isWhole: Bool = false, categories: [String] = [],
            groupsThousands: Bool = true
        ) {
            self.label = label
            self.scale = categories.isEmpty ? scale : .linear
            self.isWhole = isWhole
            self.categories = categories
            self.groupsThousands = groupsThousands
        }
    }

    package struct Point: Sendable, Equatable {
        package let x: Double
        package let y: Double

        package init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// Points that belong together, under one name.
    package struct Series: Sendable {
        package enum Mark: Sendable {
            /// Each point a mark of its own.
            case points
            /// A line of data or a level; the frame holds it.
            case line
            /// A line with a mark at each point, for few points in an order, such as epochs.
            case curve
            /// A fitted line, dashed; the part outside the frame of the data is not drawn.
            case fit
            /// Strokes across the value; two points, the lower and the upper end, make one.
            case intervals
            /// What lies between the lower and the upper end, shaded; two points make a pair of ends, and the pairs ascend.
            case band
            /// From zero to the value, upright, or level where the vertical axis has categories. On a logarithmic axis,
            /// which has no zero, a mark at the value.
            case bars
            /// Of a chart of rows: an upright stroke at each value, darker or higher where many stand close together.
            case strokes
        }

        /// Empty for what needs no label.
        package let name: String
        package let mark: Mark
        /// Points that are not finite, or not positive on a logarithmic axis, are not drawn.
        package let points: [Point]
        /// A number for the colour; that of its place in the chart where `nil`, ``grey`` or ``ink``.
        package let colour: Int?
        /// What each point is of, where a page shows the same in a table beside: pointing at one marks the other. Empty
        /// where that need not be known.
        package let keys: [String]

        /// How many colours tell series apart; of more the others are best grey.
        package static let colours = ColourPalette.light.series.count
        /// The colour of what stands behind the series that matters.
        package static let grey = -1
        /// The colour of text, for what belongs to series of several colours.
        package static let ink = -2

        /// - Precondition: there is a key for each point, or none.
        package init(_ name: String, _ mark: Mark, _ points: [Point], colour: Int? = nil, keys: [String] = []) {
            precondition(keys.isEmpty || keys.count == points.count, "each point has a key")
            self.name = name
            self.mark = mark
            self.points = points
            self.colour = colour
            self.keys = keys
        }
    }

    /// A stretch of the horizontal axis that stands out, such as the range of a fit.
    package struct Shade: Sendable {
        package let name: String
        package let range: ClosedRange<Double>

        package init(_ name: String, _ range: ClosedRange<Double>) {
            self.name = name
            self.range = range
        }
    }

    /// A name beside one point, drawn where it hides nothing.
    package struct Label: Sendable {
        package let text: String
        package let point: Point
        /// Of the series that the point is of.
        package let colour: Int

        package init(_ text: String, at point: Point, colour: Int) {
            (self.text, self.point, self.colour) = (text, point, colour)
        }
    }

    /// What is drawn: the heading where there is no `finding`.
    public var title: String
    package var horizontal: Axis
    package var vertical: Axis
    /// In drawing order: what comes later lies on top.
    package var series: [Series]
    package var shade: Shade?
    /// Where stretches of the horizontal axis begin and end, such as the documents of a corpus: it reaches over all of them.
    package var bounds: [Double] = []
    /// How a page draws it in place of rows; its series are these rows.
    package var network: Network?
    /// How a page draws it in place of rows, which say how large each matrix is.
    package var shapes: Shapes?
    /// Names of single points, those that matter most first.
    package var labels: [Label] = []
    /// How the figures came about, in small print.
    package var provenance: String
    /// What the chart shows, in a sentence with numbers that claims no more than the tests beside it: its heading on a page.
    public var finding = ""
    /// What has to be known to read it, such as what the intervals cover, in small print below.
    public var note = ""

    package init(
        title: String, horizontal: Axis, vertical: Axis, series: [Series], shade: Shade? = nil, provenance: String = ""
    ) {
        self.title = title
        self.horizontal = horizontal
        self.vertical = vertical
        self.series = series
        self.shade = shade
        self.provenance = provenance
    }

    /// What stands above the drawing, once.
    var heading: String { finding.isEmpty ? title : finding }

    /// What its points are of, as far as that is known.
    var keys: Set<String> { Set(series.flatMap(\.keys)) }

    /// Whether each row of the drawing belongs to a name.
    var isOfRows: Bool { !vertical.categories.isEmpty }
}

extension Chart {
    /// The scales that hold all points; of fitted lines what is near the points.
    var scales: (x: ChartScale, y: ChartScale) {
        var x = scale(horizontal, isValue: isOfRows, bounds: bounds) { $0.x }
        var y = scale(vertical, isValue: !isOfRows) { $0.y }
        if isOfRows { y = y.reversed }
        // Columns are as wide as the step between them.
        if !isOfRows, horizontal.categories.isEmpty, let step = columnStep { x = x.widened(by: step / 2) }
        return (x.padded(), y.padded())
    }

    /// - Parameters:
    ///   - isValue: whether bars grow along this axis, which then holds zero.
    ///   - bounds: what it holds beside the points.
    /// - Complexity: linear in the points, of which there may be millions; nothing is kept of them.
    private func scale(
        _ axis: Axis, isValue: Bool, bounds: [Double] = [], _ coordinate: (Point) -> Double
    ) -> ChartScale {
        if !axis.categories.isEmpty { return ChartScale(categories: axis) }
        var (data, fits) = (ChartScale.Ends(axis.scale), ChartScale.Ends(axis.scale))
        for series in series where series.mark != .fit { for point in series.points { data.hold(coordinate(point)) } }
        for series in series where series.mark == .fit { for point in series.points { fits.hold(coordinate(point)) } }
        for bound in bounds { data.hold(bound) }
        if isValue, axis.scale == .linear, series.contains(where: { $0.mark == .bars }) { data.hold(0) }
        return data.range == nil
            ? ChartScale(axis, holding: fits) : ChartScale(axis, holding: data).widened(by: 0.06, towards: fits)
    }

    /// The least step between columns on an axis of numbers; `nil` without columns.
    var columnStep: Double? {
        let places = Set(series.filter { $0.mark == .bars }.flatMap(\.points).map(\.x).filter(\.isFinite)).sorted()
        guard !places.isEmpty, horizontal.scale == .linear else { return nil }
        return zip(places, places.dropFirst()).map { $1 - $0 }.min() ?? 1
    }
}
