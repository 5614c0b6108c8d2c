internal import Foundation

/// Where the names of a network stand: on ellipses about the middle, the nearer the stronger they are tied to it, and none on
/// another. The same network has the same layout always.
struct NetworkLayout {
    struct Place {
        /// Of the node in the network.
        let node: Int
        let text: String
        let box: ChartBox

        var x: Double { box.x + box.width / 2 }
        var y: Double { box.y + box.height / 2 }
    }

    let width: Double
    let height: Double
    private(set) var centre: Place
    private(set) var places: [Place] = []
    /// The nodes for which there was no room.
    private(set) var left: [Int] = []
    /// Ellipses with the strength that they stand for.
    private(set) var rings: [(strength: Double, share: Double)] = []
    private let type: ChartType

    /// The nearest and the farthest a name stands from the middle, as shares of the way to the frame.
    private static let reach = (near: 0.3, far: 1.0)
    private static let steps = 90

    /// - Parameter most: how many nodes there is room for.
    init(_ network: Chart.Network, width: Double, height: Double, type: ChartType, most: Int) {
        (self.width, self.height, self.type) = (width, height, type)
        let centreText = network.centre.shortened(to: width * 0.3) { type.width($0) }
        centre = Place(
            node: -1, text: centreText, box: Self.box(centreText, x: width / 2, y: height / 2, type))
        let nodes = network.nodes.prefix(most)
        left = Array(nodes.count..<network.nodes.count)
        guard let high = nodes.map(\.strength).max(), let low = nodes.map(\.strength).min() else { return }
        func share(_ strength: Double) -> Double {
            high > low
                ? Self.reach.near + (Self.reach.far - Self.reach.near) * (high - strength) / (high - low)
                : (Self.reach.near + Self.reach.far) / 2
        }
        if high > low {
            rings = ChartScale(Chart.Axis(""), holding: .init(.linear, low, high)).ticks(atMost: 4).compactMap { tick in
                Double(tick.label.replacing(",", with: "").replacing("−", with: "-"))
            }.filter { (low...high).contains($0) }.map { ($0, share($0)) }
        }
        for (index, node) in nodes.enumerated() {
            let text = node.name.visible.shortened(to: width * 0.26) { type.width($0) }
            // The golden angle: wherever one stops, names are spread about the middle.
            let wanted = Double(index) * .pi * (3 - 5.0.squareRoot())
            let distance = share(node.strength)
            var (step, found): (Int, Place?) = (0, nil)
            while found == nil, step < Self.steps {
                let angle = wanted + Self.turn(step)
                found = place(index, text, angle: angle, share: distance)
                step += 1
            }
            if let found { places.append(found) } else { left.append(index) }
        }
    }

    /// How far from the angle that is wanted the next one is, first to one side, then to the other.
    private static func turn(_ step: Int) -> Double {
        let turns = Double((step + 1) / 2) / Double(steps)
        return (step % 2 == 0 ? 2 : -2) * .pi * turns
    }

    /// The half axes of the ellipse on which a share of the way to the frame ends.
    func axes(_ share: Double) -> (x: Double, y: Double) {
        (share * (width / 2 - width * 0.09), share * (height / 2 - type.size * 1.2))
    }

    /// A place for a name, unless it leaves the frame or meets another.
    private func place(_ node: Int, _ text: String, angle: Double, share: Double) -> Place? {
        let axes = axes(share)
        let box = Self.box(text, x: width / 2 + axes.x * cos(angle), y: height / 2 + axes.y * sin(angle), type)
        let frame = ChartBox(x: 0, y: 0, width: width, height: height)
        let isFree = !([centre] + places).contains { $0.box.grown(by: 3).meets(box) }
        return frame.contains(box) && isFree ? Place(node: node, text: text, box: box) : nil
    }

    private static func box(_ text: String, x: Double, y: Double, _ type: ChartType) -> ChartBox {
        let (width, height) = (type.width(text), type.size * 1.3)
        return ChartBox(x: x - width / 2, y: y - height / 2, width: width, height: height)
    }
}
