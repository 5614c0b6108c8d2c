internal import Foundation

/// A chart as data: what is drawn, not how. Terminal and SVG draw the same value.
public struct Chart: Sendable {
    /// One direction of the plane.
    public struct Axis: Sendable {
        public enum Scale: Sendable { case linear, logarithmic }

        /// The quantity and, in brackets, its unit.
        public let label: String
        public let scale: Scale
        /// Whether values between whole numbers mean nothing, so that no tick stands there.
        public let isWhole: Bool

        public init(_ label: String, _ scale: Scale = .linear, isWhole: Bool = false) {
            self.label = label
            self.scale = scale
            self.isWhole = isWhole
        }
    }

    public struct Point: Sendable, Equatable {
        public let x: Double
        public let y: Double

        public init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// Points that belong together, under one name in the legend.
    public struct Series: Sendable {
        /// `intervals` are upright strokes; two points, the lower and the upper end, make one.
        public enum Mark: Sendable { case points, line, intervals }

        public let name: String
        public let mark: Mark
        /// Points that are not finite, or not positive on a logarithmic axis, are not drawn.
        public let points: [Point]
        /// A number for the colour; that of its place in the chart where `nil`.
        public let colour: Int?

        public init(_ name: String, _ mark: Mark, _ points: [Point], colour: Int? = nil) {
            self.name = name
            self.mark = mark
            self.points = points
            self.colour = colour
        }
    }

    /// A stretch of the horizontal axis that stands out, such as the range of a fit.
    public struct Shade: Sendable {
        public let name: String
        public let range: ClosedRange<Double>

        public init(_ name: String, _ range: ClosedRange<Double>) {
            self.name = name
            self.range = range
        }
    }

    public var title: String
    public var horizontal: Axis
    public var vertical: Axis
    /// In drawing order: what comes later lies on top.
    public var series: [Series]
    public var shade: Shade?
    /// How the figures came about, in small print.
    public var provenance: String

    public init(
        title: String, horizontal: Axis, vertical: Axis, series: [Series], shade: Shade? = nil, provenance: String = ""
    ) {
        self.title = title
        self.horizontal = horizontal
        self.vertical = vertical
        self.series = series
        self.shade = shade
        self.provenance = provenance
    }
}

extension Chart {
    /// The scales that hold all points, and of lines what is near the points.
    ///
    /// A fitted line runs far below the data where they end; it is cut at a fifth of the height beyond them.
    var scales: (x: ChartScale, y: ChartScale) {
        let xs = series.flatMap(\.points).map(\.x)
        let points = series.filter { $0.mark != .line }.flatMap(\.points).map(\.y)
        let lines = series.filter { $0.mark == .line }.flatMap(\.points).map(\.y)
        let y = ChartScale(vertical, holding: points.isEmpty ? lines : points)
        let widened = points.isEmpty ? y : y.widened(by: 0.2, towards: lines)
        return (ChartScale(horizontal, holding: xs).padded(), widened.padded())
    }
}
