internal import Basics

/// Finds places for the names of series beside their marks, where they hide nothing and no other name.
struct ChartLabels {
    /// A name in its place.
    struct Label {
        let series: Int
        let lines: [String]
        let box: ChartBox
        /// The room for a sample before the name; 0 for none.
        let sample: Double
    }
    private static let cell = 4.0

    private let frame: ChartBox
    private let type: ChartType
    /// Which series have ink in each cell of the frame, a bit each.
    private var ink: [UInt64]
    private let columns: Int
    private let rows: Int
    private var taken: [ChartBox] = []

    init(in frame: ChartBox, type: ChartType) {
        self.frame = frame
        self.type = type
        columns = Int(frame.width / Self.cell) + 1
        rows = Int(frame.height / Self.cell) + 1
        ink = Array(repeating: 0, count: columns * rows)
    }

    /// Marks of a series, or the vertices of its line, that no name should hide.
    mutating func add(_ places: [ChartThinning.Place], of series: Int, isLine: Bool) {
        for place in isLine ? Self.dense(places) : places { stamp(place, series) }
    }

    /// A place that is taken.
    mutating func take(_ box: ChartBox) { taken.append(box) }

    /// The place for the name of an area: one of its corners.
    mutating func place(_ text: String, inCornersOf area: ChartBox) -> Label? {
        let (width, height) = (type.width(text), type.size * 1.3)
        guard width + 12 <= area.width else { return nil }
        let boxes = [area.y + 3, area.bottom - height - 3].flatMap { y in
            [area.x + 6, area.right - width - 6].map { ChartBox(x: $0, y: y, width: width, height: height) }
        }
        guard let box = boxes.first(where: { box in isFree(box) && count(in: box) { $0 != 0 } == 0 }) else {
            return nil
        }
        taken.append(box)
        return Label(series: 0, lines: [text], box: box, sample: 0)
    }

    /// The place for the name of a series: `nil` if it would hide or be taken for something else everywhere.
    mutating func place(_ text: String, of series: Int, at places: [ChartThinning.Place], isLine: Bool, sample: Double)
        -> Label?
    {
        let inside = places.filter { frame.contains($0.x, $0.y) }
        guard !inside.isEmpty else { return nil }
        var best: (cost: Double, lines: [String], box: ChartBox)?
        for lines in Self.broken(text) {
            let width = (lines.map { type.width($0) }.max() ?? 0) + sample
            let height = Double(lines.count) * type.size * 1.25
            for step in 0..<48 {
                let place = inside[step * (inside.count - 1) / 47]
                // Beside the end of a line, and beside the rise of a cloud, before it grows dense.
                let along = Double(step) / 47
                let preference = isLine ? 1 - along : abs(along - 0.3)
                for gap in [6.0, 13] {
                    for (x, y) in Self.directions {
                        let box = ChartBox(
                            x: place.x + x * gap + (x - 1) / 2 * width, y: place.y + y * gap + (y - 1) / 2 * height,
                            width: width, height: height)
                        let extra = preference * 4 + (gap - 6) / 3 + Double(lines.count - 1) * 3
                        guard frame.contains(box), best.map({ extra < $0.cost }) ?? true, isFree(box) else { continue }
                        let cost = extra + inkCost(box, series)
                        if cost < best?.cost ?? Self.worst { best = (cost, lines, box) }
                    }
                }
            }
        }
        guard let best else { return nil }
        taken.append(best.box)
        return Label(series: series, lines: best.lines, box: best.box, sample: sample)
    }

    private static let directions: [(Double, Double)] = [
        (1, -1), (1, 0), (1, 1), (-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1),
    ]
    /// A name that costs more stands better in the legend.
    private static let worst = 22.0

    /// Hiding costs most; being nearer to another series than to its own misleads.
    private func inkCost(_ box: ChartBox, _ series: Int) -> Double {
        let own = UInt64(1) << UInt64(series % 64)
        let hidden = count(in: box) { $0 != 0 }
        let near = count(in: box.grown(by: 9)) { $0 & ~own != 0 }
        return Double(hidden) * 6 + Double(near) * 0.7
    }

    private func isFree(_ box: ChartBox) -> Bool { !taken.contains { $0.grown(by: 3).meets(box) } }

    /// In one line, and in two broken near the middle, behind a comma if one is near, and not within an equation.
    private static func broken(_ text: String) -> [[String]] {
        let characters = Array(text)
        let spaces = characters.indices.dropFirst().dropLast().filter {
            characters[$0] == " " && characters[$0 - 1] != "=" && characters[$0 + 1] != "="
        }
        func distance(_ space: Int) -> Double {
            let away = abs(Double(space) - Double(characters.count) / 2)
            return away - (characters[space - 1] == "," && away < Double(characters.count) / 4 ? 6 : 0)
        }
        guard characters.count > 12, let place = spaces.min(by: { distance($0) < distance($1) }) else {
            return [[text]]
        }
        let space = text.index(text.startIndex, offsetBy: place)
        return [[text], [String(text[..<space]), String(text[text.index(after: space)...])]]
    }

    // MARK: - Ink

    private mutating func stamp(_ place: ChartThinning.Place, _ series: Int) {
        // A mark is about as large as a cell and lies on up to four.
        for (dx, dy) in [(-2.0, -2.0), (2, -2), (-2, 2), (2, 2)] {
            let column = Int(saturating: ((place.x + dx - frame.x) / Self.cell).rounded(.down))
            let row = Int(saturating: ((place.y + dy - frame.y) / Self.cell).rounded(.down))
            guard (0..<columns).contains(column), (0..<rows).contains(row) else { continue }
            ink[row * columns + column] |= 1 << UInt64(series % 64)
        }
    }

    private func count(in box: ChartBox, where isWanted: (UInt64) -> Bool) -> Int {
        let left = max(0, Int(saturating: (box.x - frame.x) / Self.cell))
        let right = min(columns - 1, Int(saturating: (box.right - frame.x) / Self.cell))
        let top = max(0, Int(saturating: (box.y - frame.y) / Self.cell))
        let bottom = min(rows - 1, Int(saturating: (box.bottom - frame.y) / Self.cell))
        guard left <= right, top <= bottom else { return 0 }
        var count = 0
        for row in top...bottom {
            for column in left...right where isWanted(ink[row * columns + column]) { count += 1 }
        }
        return count
    }

    /// Places along a line a few units apart.
    static func dense(_ places: [ChartThinning.Place]) -> [ChartThinning.Place] {
        guard places.count > 1 else { return places }
        return zip(places, places.dropFirst()).flatMap { a, b in
            let steps = max(1, Int(max(abs(b.x - a.x), abs(b.y - a.y)) / 3))
            return (0...steps).map { step in
                let t = Double(step) / Double(steps)
                return (x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y))
            }
        }
    }
}

/// A rectangle of a drawing, its origin above left.
struct ChartBox {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
    var right: Double { x + width }
    var bottom: Double { y + height }

    func contains(_ x: Double, _ y: Double) -> Bool { x >= self.x && x <= right && y >= self.y && y <= bottom }
    func contains(_ box: ChartBox) -> Bool {
        box.x >= x && box.right <= right && box.y >= y && box.bottom <= bottom
    }
    func meets(_ box: ChartBox) -> Bool { x < box.right && box.x < right && y < box.bottom && box.y < bottom }
    func grown(by room: Double) -> ChartBox {
        ChartBox(x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room)
    }
}
