/// A point of the unit square, the origin below left.
struct UnitPoint: Equatable {
    var x: Double
    var y: Double
}

extension Chart.Series {
    /// The points that have a place on both scales.
    func placed(_ scales: (x: ChartScale, y: ChartScale)) -> [UnitPoint] {
        points.compactMap { point in
            guard let x = scales.x.position(point.x), let y = scales.y.position(point.y) else { return nil }
            return UnitPoint(x: x, y: y)
        }
    }
}

extension Chart.Series {
    /// The ends of each interval, those that reach beyond the scales cut to them.
    func pairs(_ scales: (x: ChartScale, y: ChartScale)) -> [(UnitPoint, UnitPoint)] {
        let points = placed(scales)
        return stride(from: 0, to: points.count - 1, by: 2).compactMap {
            clippedToUnitSquare(points[$0], points[$0 + 1])
        }
    }
}

/// The part of a stretch within the unit square, `nil` where there is none (Liang & Barsky 1984).
func clippedToUnitSquare(_ a: UnitPoint, _ b: UnitPoint) -> (UnitPoint, UnitPoint)? {
    var (start, end) = (0.0, 1.0)
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    for (slope, room) in [(-dx, a.x), (dx, 1 - a.x), (-dy, a.y), (dy, 1 - a.y)] {
        if slope == 0 {
            if room < 0 { return nil }
        } else if slope < 0 {
            start = max(start, room / slope)
        } else {
            end = min(end, room / slope)
        }
    }
    guard start <= end else { return nil }
    let at = { (t: Double) in UnitPoint(x: a.x + t * dx, y: a.y + t * dy) }
    return (at(start), at(end))
}
