extension Report {
    /// A key word in its context: what stands before it, the word, what follows.
    package struct KeywordLine: Sendable {
        /// A stretch of context.
        package struct Part: Sendable {
            package let text: String
            /// Which colour it has, counted from 0; `nil` for none.
            package let mark: Int?

            package init(_ text: String, mark: Int? = nil) {
                self.text = text
                self.mark = mark
            }
        }

        /// Where it is from; empty where that need not be said.
        package let label: String
        package let left: [Part]
        package let node: String
        package let right: [Part]
        /// Whether nothing stands between the word and its context.
        package let touchesLeft: Bool
        package let touchesRight: Bool

        package init(
            label: String, left: [Part], node: String, right: [Part], touchesLeft: Bool = false,
            touchesRight: Bool = false
        ) {
            self.label = label
            self.left = left
            self.node = node
            self.right = right
            self.touchesLeft = touchesLeft
            self.touchesRight = touchesRight
        }
    }
}

extension Report {
    /// Key words in their contexts, and what a page needs beside them.
    package struct Keywords: Sendable {
        let lines: [KeywordLine]
        /// A row for each line, which tells where its key word and its label lead; without rows they lead nowhere.
        let rows: ResultTable
        /// What each mark stands for, such as `1R`.
        let marks: [(mark: Int, name: String)]
    }
}

extension Report.Block {
    /// Key words below each other in one column, each in its context.
    ///
    /// - Parameters:
    ///   - lines: in their order.
    ///   - rows: one for each line, with columns `document` and `node`.
    ///   - marks: what each mark of the contexts stands for.
    package static func keywords(
        _ lines: [Report.KeywordLine], rows: ResultTable = ResultTable(columns: []),
        marks: [(mark: Int, name: String)] = [], named name: String = "keywords"
    ) -> Report.Block {
        Report.Block(content: .keywords(Report.Keywords(lines: lines, rows: rows, marks: marks)), name: name)
    }
}
