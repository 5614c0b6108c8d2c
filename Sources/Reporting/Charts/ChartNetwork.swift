extension Chart {
    /// Names that are tied to one in the middle, and to each other: how the rows of a chart are drawn where there is room for
    /// a plane. A terminal shows the rows.
    package struct Network: Sendable {
        package struct Node: Sendable {
            package let name: String
            /// The larger, the nearer to the middle.
            package let strength: Double

            package init(_ name: String, strength: Double) { (self.name, self.strength) = (name, strength) }
        }

        /// Two nodes by their numbers.
        package struct Tie: Sendable {
            package let first: Int
            package let second: Int
            /// 0 to 1: how thick its line is.
            package let weight: Double

            package init(_ first: Int, _ second: Int, weight: Double) {
                (self.first, self.second, self.weight) = (first, second, weight)
            }
        }

        package let centre: String
        /// The strongest first.
        package let nodes: [Node]
        /// The strongest first.
        package let ties: [Tie]
        /// What strengths measure, such as `logDice`.
        package let measure: String

        package init(centre: String, nodes: [Node], ties: [Tie], measure: String) {
            (self.centre, self.nodes, self.ties, self.measure) = (centre, nodes, ties, measure)
        }
    }
}
