extension Chart {
    /// Matrices between vectors, the input at the top and the output at the bottom: how a page draws what a network is made of.
    /// A terminal shows the rows.
    package struct Shapes: Sendable {
        package struct Matrix: Sendable {
            package let name: String
            package let rows: Int
            package let columns: Int
            /// Whether what it multiplies is the state of the step before.
            package let isRecurrent: Bool

            package init(_ name: String, rows: Int, columns: Int, isRecurrent: Bool = false) {
                (self.name, self.rows, self.columns, self.isRecurrent) = (name, rows, columns, isRecurrent)
            }
        }

        /// A vector, and the matrices that make the next one of it.
        package struct Stage: Sendable {
            /// What comes in, such as `a word, one of 1,871`.
            package let input: String
            package let matrices: [Matrix]
            /// What is done with the sum, such as `tanh`.
            package let then: String

            package init(input: String, matrices: [Matrix], then: String = "") {
                (self.input, self.matrices, self.then) = (input, matrices, then)
            }
        }

        package let stages: [Stage]
        /// What comes out.
        package let output: String

        package init(stages: [Stage], output: String) { (self.stages, self.output) = (stages, output) }
    }
}
