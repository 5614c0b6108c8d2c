/// A network as a drawing: lines as thick as ties are strong, names on top of them.
struct NetworkDrawing {
    private let network: Chart.Network
    private let size: ChartSize
    private let layout: NetworkLayout
    private let type: ChartType

    init(_ network: Chart.Network, _ size: ChartSize) {
        self.network = network
        self.size = size
        type = size.bold
        let isWide = size.name == ChartSize.wide.name
        layout = NetworkLayout(
            network, width: size.width, height: isWide ? 500 : 420, type: size.bold, most: isWide ? 30 : 16)
    }

    /// The elements, and how high they are together.
    func elements() -> (svg: [String], height: Double) {
        var svg = layout.rings.map(ring)
        svg.append(group("cg", ties))
        svg.append(group("c0", layout.places.map { line(to: $0) }.joined()))
        svg += ringLabels
        svg.append(group("c0", layout.places.map(name).joined()))
        svg.append(group("ci", name(layout.centre)))
        let names = layout.left.map { network.nodes[$0].name.visible }
        guard !names.isEmpty else { return (svg, layout.height) }
        let plain = size.type
        let rest = "Not drawn: " + names.joined(separator: ", ")
        let lines = rest.lines(ofAtMost: size.width) { plain.width($0) }
        svg += lines.enumerated().map { number, line in
            "<text class=\"soft\" x=\"0\" y=\"\(unit(layout.height + plain.size * (1.6 + 1.35 * Double(number))))\">"
                + "\(line.xml)</text>"
        }
        return (svg, layout.height + plain.size * (1.2 + 1.35 * Double(lines.count)))
    }

    private func group(_ colour: String, _ svg: String) -> String {
        svg.isEmpty ? "" : "<g class=\"\(colour)\">\(svg)</g>"
    }

    private func ring(_ ring: (strength: Double, share: Double)) -> String {
        let axes = layout.axes(ring.share)
        let (x, y) = (layout.width / 2, layout.height / 2)
        return """
            <ellipse class="grid" cx="\(unit(x))" cy="\(unit(y))" rx="\(unit(axes.x))" ry="\(unit(axes.y))"/>
            """
    }

    /// The strengths that rings stand for, above or below the middle, where nothing is in the way.
    private var ringLabels: [String] {
        let plain = size.type
        var taken = (layout.places + [layout.centre]).map(\.box)
        var labels: [String] = []
        for ring in layout.rings {
            let figure = NumberText.rounded(ring.strength, significantDigits: 3)
            let text = labels.isEmpty ? "\(network.measure) \(figure)" : figure
            for side in [-1.0, 1] {
                let y = layout.height / 2 + side * layout.axes(ring.share).y
                let box = ChartBox(
                    x: layout.width / 2 - plain.width(text) / 2, y: y - plain.size * 0.7, width: plain.width(text),
                    height: plain.size * 1.4)
                guard !taken.contains(where: { $0.meets(box) }), box.y >= 0, box.bottom <= layout.height else {
                    continue
                }
                taken.append(box)
                labels.append(
                    "<text class=\"label soft\" x=\"\(unit(layout.width / 2))\" y=\"\(unit(y + plain.size * 0.35))\" "
                        + "text-anchor=\"middle\">\(text.xml)</text>")
                break
            }
        }
        return labels
    }

    private func line(to place: NetworkLayout.Place) -> String {
        let strengths = network.nodes.map(\.strength)
        let (low, high) = (strengths.min() ?? 0, strengths.max() ?? 0)
        let share = high > low ? (network.nodes[place.node].strength - low) / (high - low) : 1
        return stroke(layout.centre, place, width: 1 + 3.5 * share, opacity: 0.55)
    }

    private var ties: String {
        let places = Dictionary(layout.places.map { ($0.node, $0) }) { first, _ in first }
        return network.ties.compactMap { tie in
            guard let first = places[tie.first], let second = places[tie.second] else { return nil }
            return stroke(first, second, width: 0.8 + 3 * tie.weight, opacity: 0.7)
        }.joined()
    }

    private func stroke(
        _ first: NetworkLayout.Place, _ second: NetworkLayout.Place, width: Double, opacity: Double
    ) -> String {
        "<path class=\"line\" style=\"stroke-width:\(unit(width));stroke-opacity:\(opacity)\" "
            + "d=\"M\(unit(first.x)) \(unit(first.y))L\(unit(second.x)) \(unit(second.y))\"/>"
    }

    private func name(_ place: NetworkLayout.Place) -> String {
        "<text class=\"label\" x=\"\(unit(place.x))\" y=\"\(unit(place.y + type.size * 0.35))\" text-anchor=\"middle\">"
            + "\(place.text.xml)</text>"
    }
}
