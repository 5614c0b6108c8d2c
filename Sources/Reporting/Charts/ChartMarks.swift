internal import Basics

/// The shapes of marks and the dashes of lines, so that series are told apart without colours.
enum ChartMarks {
    enum Shape: Int, CaseIterable { case disc, square, triangle, diamond, cross, ring }

    /// Strokes and gaps of lines in the order of the lines; empty is unbroken.
    static let dashes = ["", "7 4", "2 3.5", "11 4 2 4", "4 2", "13 3 5 3"]

    /// The shape of each series' marks.
    static func shapes(of series: [Chart.Series]) -> [Shape] {
        var next = 0
        return series.map { series in
            guard series.mark == .points || series.mark == .curve else { return .disc }
            // Series of one name apart only in emphasis look alike.
            defer { next += series.name.isEmpty ? 0 : 1 }
            return Shape.allCases[next % Shape.allCases.count]
        }
    }

    /// The dashes of each series' line; fitted lines are always broken, curves never, as they have marks.
    static func dashes(of series: [Chart.Series]) -> [String] {
        var next = 0
        return series.map { series in
            switch series.mark {
            case .line, .fit:
                if series.mark == .fit, next % dashes.count == 0 { next += 1 }
                defer { next += 1 }
                // Colours begin anew after as many: the second time round each has other dashes.
                return dashes[(next + next / dashes.count) % dashes.count]
            case .points, .curve, .intervals, .band, .bars, .strokes: return ""
            }
        }
    }

    /// The path of one mark about a place; all shapes look about equally large.
    ///
    /// - Parameter r: the radius of the disc.
    static func path(_ shape: Shape, x: Double, y: Double, r: Double) -> String {
        switch shape {
        // A stroke without length, its round ends as wide as the disc: the shortest there is, as most marks are discs.
        case .disc: "M\(unit(x)) \(unit(y))h0"
        case .square: "M\(unit(x - r * 0.9)) \(unit(y - r * 0.9))h\(unit(r * 1.8))v\(unit(r * 1.8))h\(unit(r * -1.8))z"
        case .triangle:
            "M\(unit(x)) \(unit(y - r * 1.25))l\(unit(r * 1.2)) \(unit(r * 2.1))h\(unit(r * -2.4))z"
        case .diamond:
            "M\(unit(x)) \(unit(y - r * 1.35))l\(unit(r * 1.35)) \(unit(r * 1.35)) \(unit(r * -1.35)) "
                + "\(unit(r * 1.35)) \(unit(r * -1.35)) \(unit(r * -1.35))z"
        case .cross:
            "M\(unit(x - r)) \(unit(y - r))l\(unit(r * 2)) \(unit(r * 2))m0 \(unit(r * -2))l\(unit(r * -2)) "
                + "\(unit(r * 2))"
        case .ring:
            "M\(unit(x - r)) \(unit(y))a\(unit(r)) \(unit(r)) 0 1 0 \(unit(r * 2)) 0a\(unit(r)) \(unit(r)) 0 1 0 "
                + "\(unit(r * -2)) 0"
        }
    }

    /// How the path of a shape is filled and stroked.
    static func attributes(_ shape: Shape, r: Double) -> String {
        switch shape {
        case .disc: "class=\"dot\" stroke-width=\"\(unit(r * 2))\""
        case .cross, .ring: "class=\"open\" stroke-width=\"\(unit(max(1.1, r * 0.5)))\""
        case .square, .triangle, .diamond: "class=\"full\""
        }
    }
}

/// A length in units of the drawing with at most one decimal, which is finer than a screen shows.
func unit(_ value: Double) -> String {
    let tenths = Int(saturating: (value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : String(Double(tenths) / 10)
}
