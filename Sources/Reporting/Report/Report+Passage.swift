extension Report {
    /// A key word in a longer stretch of its text, which keeps its lines, and the ways to the key words beside it.
    package struct Passage: Sendable {
        /// Where it is from.
        package let label: String
        /// With the white space before the key word: a line end for each of the text's, an empty line between paragraphs.
        package let left: String
        package let node: String
        package let right: String
        /// Whether the text goes on beyond.
        package let isCutLeft: Bool
        package let isCutRight: Bool
        /// Where it stands among the key words, as `3 of 12 hits`.
        package let place: String
        /// The rows of the key words before and after it, of these columns, `node` among them.
        package let columns: [String]
        package let previous: [Value]?
        package let next: [Value]?

        package init(
            label: String, left: String, node: String, right: String, isCutLeft: Bool, isCutRight: Bool, place: String,
            columns: [String], previous: [Value]?, next: [Value]?
        ) {
            self.label = label
            self.left = left
            self.node = node
            self.right = right
            self.isCutLeft = isCutLeft
            self.isCutRight = isCutRight
            self.place = place
            self.columns = columns
            self.previous = previous
            self.next = next
        }

        /// The text before the key word, with a sign that it goes on.
        var before: String { (isCutLeft ? "… " : "") + left }
        var after: String { right + (isCutRight ? " …" : "") }
    }
}

extension Report.Block {
    /// A key word in running text.
    package static func passage(_ passage: Report.Passage, named name: String = "passage") -> Report.Block {
        Report.Block(content: .passage(passage), name: name)
    }
}
