internal import Basics
internal import Foundation

/// An axis with its ends: maps values to 0…1 and chooses the ticks.
struct ChartScale {
    struct Tick: Equatable {
        let position: Double
        let label: String
    }

    let axis: Chart.Axis
    /// The ends, as logarithms to base 10 on a logarithmic axis.
    let low: Double
    let high: Double
    /// Whether the low end is where the high one usually is, as names are read downward.
    private var isReversed = false

    /// The least and the greatest of many values that have a place on an axis.
    struct Ends {
        private let scale: Chart.Axis.Scale
        private var (low, high) = (Double.infinity, -Double.infinity)

        init(_ scale: Chart.Axis.Scale, _ values: Double...) {
            self.scale = scale
            for value in values { hold(value) }
        }

        mutating func hold(_ value: Double) {
            guard hasCoordinate(value, scale) else { return }
            low = min(low, value)
            high = max(high, value)
        }

        /// `nil` where no value has a place.
        var range: ClosedRange<Double>? { low <= high ? low...high : nil }
    }

    init(_ axis: Chart.Axis, holding ends: Ends) {
        let low = ends.range.flatMap { Self.coordinate($0.lowerBound, axis.scale) } ?? 0
        let high = ends.range.flatMap { Self.coordinate($0.upperBound, axis.scale) } ?? 1
        // One value alone stands in the middle.
        let half = high > low ? 0 : axis.scale == .linear ? max(abs(low) / 2, 0.5) : 0.5
        self.init(axis, low: low - half, high: high + half)
    }

    /// A place for each name.
    init(categories axis: Chart.Axis) {
        self.init(axis, low: -0.5, high: Double(axis.categories.count) - 0.5)
    }

    private init(_ axis: Chart.Axis, low: Double, high: Double) {
        self.axis = axis
        self.low = low
        self.high = high
    }

    /// Makes room for further values, but at each end no more than a share of the length.
    func widened(by share: Double, towards ends: Ends) -> ChartScale {
        guard let range = ends.range, let first = Self.coordinate(range.lowerBound, axis.scale),
            let last = Self.coordinate(range.upperBound, axis.scale)
        else { return self }
        let room = (high - low) * share
        return ChartScale(axis, low: min(low, max(first, low - room)), high: max(high, min(last, high + room)))
    }

    /// Longer by so much at both ends.
    func widened(by room: Double) -> ChartScale {
        ChartScale(axis, low: low - room, high: high + room)
    }

    /// With a little air at both ends, so that no point lies on the frame.
    func padded() -> ChartScale {
        guard axis.categories.isEmpty else { return self }
        // Bars stand on zero.
        let air = (high - low) * 0.02
        return ChartScale(axis, low: axis.scale == .linear && low == 0 ? 0 : low - air, high: high + air)
    }

    var reversed: ChartScale {
        var scale = self
        scale.isReversed.toggle()
        return scale
    }

    /// Where a value stands, 0 at the low end and 1 at the high one; `nil` if it has no place on the axis.
    func position(_ value: Double) -> Double? {
        Self.coordinate(value, axis.scale).map {
            let share = ($0 - low) / (high - low)
            return isReversed ? 1 - share : share
        }
    }

    private static func coordinate(_ value: Double, _ scale: Chart.Axis.Scale) -> Double? {
        guard hasCoordinate(value, scale) else { return nil }
        return scale == .linear ? value : log10(value)
    }

    /// Round values within the ends, at most about `count`; on an axis of names all of them.
    func ticks(atMost count: Int) -> [Tick] {
        guard axis.categories.isEmpty else {
            return axis.categories.enumerated().map { Tick(position: position(Double($0))!, label: $1.visible) }
        }
        let values = tickValues(Double(max(count, 2)))
        // As many decimals as tell the ticks apart.
        let labels = (1...6).lazy.map { decimals in values.map { label($0, decimals: decimals) } }
        let distinct = labels.first { Set($0).count == values.count } ?? values.map { label($0, decimals: 6) }
        return zip(values, distinct).compactMap { value, label in
            position(value).map { Tick(position: $0, label: label) }
        }
    }

    private func tickValues(_ wanted: Double) -> [Double] {
        guard axis.scale == .logarithmic else {
            return Self.roundValues(from: low, to: high, count: wanted, isWhole: axis.isWhole)
        }
        switch high - low {
        case ..<2:
            // Between powers of ten stand as many round values as there is room for; where there are too few, equal steps.
            for digits in Self.digits {
                let some = stride(from: low.rounded(.down), through: high, by: 1)
                    .flatMap { power in digits.map { $0 * pow(10, power) } }
                    .filter { (low...high).contains(log10($0)) && !(axis.isWhole && $0 != $0.rounded()) }
                if some.count <= Int(wanted), some.count > 2 { return some }
            }
            return Self.roundValues(
                from: pow(10, low), to: pow(10, high), count: min(wanted, 5), isWhole: axis.isWhole)
        default:
            let step = ((high - low) / wanted).rounded(.up)
            return stride(from: (low / step - 1e-9).rounded(.up) * step, through: high + 1e-9, by: step).map {
                pow(10, $0)
            }
        }
    }

    private static let digits: [[Double]] = [[1, 1.5, 2, 3, 4, 5, 7], [1, 2, 3, 5], [1, 2, 5], [1, 3]]

    /// Multiples of 1, 2 or 5 times a power of ten.
    private static func roundValues(
        from low: Double, to high: Double, count: Double, isWhole: Bool = false
    ) -> [Double] {
        let raw = max((high - low) / count, isWhole ? 1 : 0)
        let power = pow(10, log10(raw).rounded(.down))
        let step = [1, 2, 5, 10].first { $0 * power >= raw * 0.999 }! * power
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        return first > last ? [] : stride(from: first, through: last, by: 1).map { $0 * step }
    }

    /// 10,000, but 10⁶ and 0.01, but 10⁻⁴.
    ///
    /// - Parameter decimals: of the factor before a power of ten.
    private func label(_ value: Double, decimals: Int) -> String {
        let size = abs(value)
        if size >= 1e6 || (size > 0 && size < 0.001) {
            let exponent = Int((log10(size) + 1e-9).rounded(.down))
            let digits = value / pow(10, Double(exponent))
            let power = "10" + String(exponent).map(Self.superscript)
            return abs(digits - 1) < 1e-9 ? power : Self.trimmed(digits, decimals: decimals) + "×" + power
        }
        if !axis.groupsThousands { return Self.trimmed(value, decimals: 6) }
        if size >= 1000, value == value.rounded() { return NumberText.grouped(Int(saturating: value)) }
        return Self.trimmed(value, decimals: 6)
    }

    private static func trimmed(_ value: Double, decimals: Int) -> String {
        var text = String(format: "%.\(decimals)f", value)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text == "-0" ? "0" : text.replacingOccurrences(of: "-", with: "−")
    }

    private static func superscript(_ digit: Character) -> Character {
        digit == "-" ? "⁻" : Array("⁰¹²³⁴⁵⁶⁷⁸⁹")[digit.wholeNumberValue!]
    }
}

/// Whether a value has a place on an axis.
private func hasCoordinate(_ value: Double, _ scale: Chart.Axis.Scale) -> Bool {
    // Beyond, the distance of two may be infinite.
    abs(value) <= 1e300 && (scale == .linear || value > 0)
}

extension String {
    fileprivate func map(_ transform: (Character) -> Character) -> String {
        String(Array(self).map(transform))
    }
}
