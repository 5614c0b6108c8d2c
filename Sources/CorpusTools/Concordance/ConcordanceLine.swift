/// A hit of a query in its context.
public struct ConcordanceLine: Sendable, Hashable {
    /// The number of the document that it stands in.
    package let documentID: Int
    /// Its name.
    public let document: String
    /// Which segment of its document it stands in, and which token of that is its first, both from 1.
    public let segment: Int
    public let position: Int
    package let leftText: ShownText
    /// The words of the node as they stand in the text, white space collapsed.
    public let node: String
    package let rightText: ShownText

    /// What stands before the node.
    public var left: String { leftText.text }
    /// What stands behind it.
    public var right: String { rightText.text }

    package init(
        documentID: Int, document: String, segment: Int, position: Int, _ context: ConcordanceContext
    ) {
        self.documentID = documentID
        self.segment = segment
        self.position = position
        self.document = document
        leftText = context.left
        node = context.node
        rightText = context.right
    }
}
