/// How much is shown on each side of a node.
public struct ConcordanceWindow: Sendable, Hashable {
    public enum Extent: Sendable, Hashable {
        /// As readers see them.
        case characters(Int)
        case words(Int)
    }

    public var extent: Extent
    /// Whether it ends where the node's segment ends.
    public var staysInSegment: Bool
    /// Whether the lines of the text are kept, as in running text, or all its white space is collapsed.
    var keepsLines = false

    public init(_ extent: Extent = .characters(40), staysInSegment: Bool = false) {
        self.extent = extent
        self.staysInSegment = staysInSegment
    }

    /// The same with the lines of the text.
    package var keepingLines: ConcordanceWindow {
        var window = self
        window.keepsLines = true
        return window
    }
}
