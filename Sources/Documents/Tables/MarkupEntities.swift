/// The entities that texts with few tags have.
enum MarkupEntities {
    private static let known: [(name: String, text: String)] = [
        ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&nbsp;", "\u{A0}"),
        ("&lrm;", "\u{200E}"), ("&rlm;", "\u{200F}"),
    ]

    /// The text with each replaced once; others stay as they are.
    static func replaced(in bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var rest = bytes
        while let byte = rest.first {
            if byte == UInt8(ascii: "&"), let entity = known.first(where: { rest.starts(with: $0.name.utf8) }) {
                text += entity.text.utf8
                rest = rest.dropFirst(entity.name.utf8.count)
            } else {
                text.append(byte)
                rest = rest.dropFirst()
            }
        }
        return text
    }
}
