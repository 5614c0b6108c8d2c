/// A point of the unit square, the origin below left.
struct UnitPoint: Equatable {
    var x: Double
    var y: Double

    /// Whether it is in the frame.
    var isInside: Bool { (0...1).contains(x) && (0...1).contains(y) }
}

extension Chart.Series {
    /// The points that have a place on both scales.
    func placed(_ scales: (x: ChartScale, y: ChartScale)) -> [UnitPoint] {
        points.compactMap { point in
            guard let x = scales.x.position(point.x), let y = scales.y.position(point.y) else { return nil }
            return UnitPoint(x: x, y: y)
        }
    }

    /// The ends of each interval, those that reach beyond the scales cut to them.
    func pairs(_ scales: (x: ChartScale, y: ChartScale)) -> [(UnitPoint, UnitPoint)] {
        stride(from: 0, to: points.count - 1, by: 2).compactMap { first in
            let ends = points[first...first + 1].compactMap { point -> UnitPoint? in
                guard let x = scales.x.position(point.x), let y = scales.y.position(point.y) else { return nil }
                return UnitPoint(x: x, y: y)
            }
            return ends.count == 2 ? clippedToUnitSquare(ends[0], ends[1]) : nil
        }
    }

    /// The stretches of a line within the frame, each of points that follow each other.
    func stretches(_ scales: (x: ChartScale, y: ChartScale)) -> [[UnitPoint]] {
        let points = placed(scales)
        var stretches: [[UnitPoint]] = []
        for (a, b) in zip(points, points.dropFirst()) {
            guard let (a, b) = clippedToUnitSquare(a, b) else { continue }
            if stretches.last?.last != a { stretches.append([a]) }
            stretches[stretches.count - 1].append(b)
        }
        return stretches
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
