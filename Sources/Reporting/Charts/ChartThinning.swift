internal import Basics

/// Leaves out what the eye cannot tell apart: marks are spaced on the drawing, not in the data.
enum ChartThinning {
    /// A point of the drawing, in its units.
    typealias Place = (x: Double, y: Double)

    /// Of marks that would lie on each other one is kept; the first and the last always. Where more than `limit` remain,
    /// or more than these two, the spacing grows until they do not.
    ///
    /// - Parameter spacing: in units of the drawing.
    static func marks(_ places: [Place], spacing: Double, atMost limit: Int) -> [Place] {
        guard places.count > 2, let last = places.last else { return places }
        var spacing = spacing
        while true {
            var taken: Set<Cell> = [Cell(places[0], spacing), Cell(last, spacing)]
            var kept = [places[0]]
            for place in places.dropFirst().dropLast() where taken.insert(Cell(place, spacing)).inserted {
                kept.append(place)
            }
            kept.append(last)
            if kept.count <= max(2, limit) { return kept }
            spacing *= 1.3
        }
    }

    /// A line's vertices without those nearer to the one before than `spacing`; its ends are kept.
    static func line(_ places: [Place], spacing: Double) -> [Place] {
        guard places.count > 2 else { return places }
        var kept = [places[0]]
        for place in places.dropFirst().dropLast() {
            let from = kept[kept.count - 1]
            if abs(place.x - from.x) + abs(place.y - from.y) >= spacing { kept.append(place) }
        }
        return kept + [places[places.count - 1]]
    }

    private struct Cell: Hashable {
        let column: Int
        let row: Int

        init(_ place: Place, _ size: Double) {
            // Toward zero: in a cell that is large enough lies every place, whatever its sign.
            column = Int(saturating: (place.x / size).rounded(.towardZero))
            row = Int(saturating: (place.y / size).rounded(.towardZero))
        }
    }
}
