extension Chart {
    /// A name with its value, and how sure that is.
    package struct Row: Sendable {
        package let name: String
        package let value: Double
        package let interval: ClosedRange<Double>?
        /// Whether it is the one that matters; the others are grey if there is any.
        package let isEmphasized: Bool

        package init(_ name: String, _ value: Double, interval: ClosedRange<Double>? = nil, isEmphasized: Bool = false)
        {
            self.name = name
            self.value = value
            self.interval = interval
            self.isEmphasized = isEmphasized
        }
    }

    /// A row for each name, in the order given (sort them by value unless the names have an order), the value in figures
    /// at its end.
    ///
    /// Bars begin at zero. Where zero is far from all values or there is none, as with perplexities, take a logarithmic
    /// axis or `dots`: marks at the values, whose lengths claim nothing.
    ///
    /// Say in the chart's `note` what the intervals cover.
    ///
    /// - Parameter rows: some forty at most; more are sooner read in a table.
    package static func rows(
        title: String, value: Axis, _ rows: [Row], dots: Bool = false, provenance: String = ""
    ) -> Chart {
        var chart = Chart(
            title: title, horizontal: value, vertical: Axis("", categories: rows.map(\.name)), series: [],
            provenance: provenance)
        let numbered = rows.enumerated()
        let intervals = numbered.flatMap { place, row in
            row.interval.map { [Point($0.lowerBound, Double(place)), Point($0.upperBound, Double(place))] } ?? []
        }
        func points(_ wanted: (Row) -> Bool) -> [Point] {
            numbered.filter { wanted($0.element) }.map { Point($0.element.value, Double($0.offset)) }
        }
        let mark: Series.Mark = dots || value.scale == .logarithmic ? .points : .bars
        let (some, others) = (points(\.isEmphasized), points { !$0.isEmphasized })
        let lines = intervals.isEmpty ? [] : [Series("", .intervals, intervals, colour: Series.ink)]
        // Strokes stand before bars and behind marks.
        if mark == .points { chart.series += lines }
        if !some.isEmpty { chart.series.append(Series("", mark, some, colour: 0)) }
        if !others.isEmpty { chart.series.append(Series("", mark, others, colour: some.isEmpty ? 0 : Series.grey)) }
        if mark == .bars { chart.series += lines }
        return chart
    }
}
