internal import Foundation

#if canImport(FoundationXML)
    internal import FoundationXML
#endif

/// Markup as a tree, for tests of pages and drawings.
final class MarkupNode {
    let name: String
    let attributes: [String: String]
    weak var parent: MarkupNode?
    private(set) var children: [MarkupNode] = []
    fileprivate(set) var text = ""

    fileprivate init(_ name: String, _ attributes: [String: String], in parent: MarkupNode?) {
        self.name = name
        self.attributes = attributes
        self.parent = parent
        parent?.children.append(self)
    }

    /// The root; `nil` where the text is no XML.
    static func parse(_ text: String) -> MarkupNode? {
        let reader = Reader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        return parser.parse() ? reader.root : nil
    }

    /// The node and all below it, in the order of the text.
    var all: [MarkupNode] { [self] + children.flatMap(\.all) }

    func all(_ names: String...) -> [MarkupNode] { all.filter { names.contains($0.name) } }

    var classes: Set<Substring> { Set((attributes["class"] ?? "").split(separator: " ")) }

    /// The text of the node and of all below it.
    var wholeText: String { all.map(\.text).joined() }

    func number(_ attribute: String) -> Double? { attributes[attribute].flatMap(Double.init) }

    private final class Reader: NSObject, XMLParserDelegate {
        var root: MarkupNode?
        private var current: MarkupNode?

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            let node = MarkupNode(name, attributes, in: current)
            root = root ?? node
            current = node
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            current = current?.parent
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) { current?.text += text }
        func parser(_ parser: XMLParser, foundCDATA data: Data) {
            current?.text += String(decoding: data, as: UTF8.self)
        }
    }
}
