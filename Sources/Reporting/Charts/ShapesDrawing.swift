internal import Foundation

/// The matrices of a network as rectangles, their sides as long as the logarithms of their rows and columns, between the vectors
/// that they make of each other.
struct ShapesDrawing {
    private let shapes: Chart.Shapes
    private let size: ChartSize
    /// How long a side is for each doubling.
    private let doubling: Double

    init(_ shapes: Chart.Shapes, _ size: ChartSize) {
        self.shapes = shapes
        self.size = size
        // The widest stage has room, its names beside it.
        let widest = shapes.stages.map { stage in stage.matrices.reduce(0) { $0 + Self.steps($1.columns) } }.max() ?? 1
        doubling = min(size.name == ChartSize.wide.name ? 9 : 7, size.width * 0.62 / max(1, widest))
    }

    /// Doublings, a matrix of one row or column being still to be seen.
    private static func steps(_ count: Int) -> Double { log2(Double(max(1, count)) + 1) }

    /// The elements, and how high they are together.
    func elements() -> (svg: [String], height: Double) {
        var svg: [String] = []
        var y = size.type.size
        for stage in shapes.stages {
            svg.append(vector(stage.input, &y))
            svg.append(arrow(&y))
            svg += matrices(stage.matrices, &y)
            if !stage.then.isEmpty { svg.append(note(stage.then, &y)) }
            svg.append(arrow(&y))
        }
        svg.append(vector(shapes.output, &y))
        return (svg, y)
    }

    private var centre: Double { size.width / 2 }

    private func text(_ text: String, x: Double, y: Double, anchor: String = "middle", isBold: Bool = false) -> String {
        "<text\(isBold ? " font-weight=\"600\"" : " class=\"soft\"") x=\"\(unit(x))\" y=\"\(unit(y))\" "
            + "text-anchor=\"\(anchor)\">\(text.visible.xml)</text>"
    }

    private func vector(_ name: String, _ y: inout Double) -> String {
        defer { y += size.type.size * 0.6 }
        return text(name, x: centre, y: y, isBold: true)
    }

    private func note(_ name: String, _ y: inout Double) -> String {
        y += size.type.size * 1.3
        defer { y += size.type.size * 0.4 }
        return text(name, x: centre, y: y)
    }

    private func arrow(_ y: inout Double) -> String {
        let (from, to) = (y + 2, y + size.type.size * 1.2)
        y = to + size.type.size * 1.2
        return "<path class=\"axis\" d=\"M\(unit(centre)) \(unit(from))V\(unit(to))m-4 -5l4 5l4 -5\"/>"
    }

    /// Side by side; below each its name and its shape.
    private func matrices(_ matrices: [Chart.Shapes.Matrix], _ y: inout Double) -> [String] {
        y -= size.type.size * 0.8
        let boxes = matrices.map { (width: Self.steps($0.columns) * doubling, height: Self.steps($0.rows) * doubling) }
        let labels = matrices.map { matrix in
            [matrix.name, "\(NumberText.grouped(matrix.rows)) × \(NumberText.grouped(matrix.columns))"]
        }
        let columns = zip(boxes, labels).map { box, label in
            max(box.width, label.map { size.bold.width($0) }.max() ?? 0)
        }
        let gap = size.type.size * (matrices.contains(where: \.isRecurrent) ? 4 : 2)
        let height = boxes.map(\.height).max() ?? 0
        var x = centre - (columns.reduce(0, +) + gap * Double(max(0, columns.count - 1))) / 2
        var svg: [String] = []
        for (index, matrix) in matrices.enumerated() {
            let (box, middle) = (boxes[index], x + columns[index] / 2)
            let top = y + height - box.height
            svg.append(
                "<g class=\"\(matrix.isRecurrent ? "c1" : "c0")\"><path class=\"bar full\" d=\"M\(unit(middle - box.width / 2)) "
                    + "\(unit(top))h\(unit(box.width))v\(unit(box.height))h\(unit(-box.width))z\"/></g>")
            if matrix.isRecurrent { svg.append(loop(middle + box.width / 2, top, height: box.height)) }
            if index > 0 { svg.append(text("+", x: x - gap / 2, y: y + height / 2, isBold: true)) }
            for (line, label) in labels[index].enumerated() {
                svg.append(
                    text(
                        label, x: middle, y: y + height + size.type.size * (1.3 + 1.3 * Double(line)),
                        isBold: line == 0))
            }
            x += columns[index] + gap
        }
        y += height + size.type.size * 3
        return svg
    }

    /// From the state back to it, a step later.
    private func loop(_ x: Double, _ y: Double, height: Double) -> String {
        let (from, to, out) = (y + height * 0.75, y + height * 0.25, size.type.size * 1.6)
        return
            "<path class=\"axis\" d=\"M\(unit(x + 3)) \(unit(from))c\(unit(out)) 0 \(unit(out)) \(unit(to - from)) 1 "
            + "\(unit(to - from))m5 -5l-6 5l6 4\"/>"
    }
}
