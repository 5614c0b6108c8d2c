/// The number of a type in a corpus; ids follow first occurrence in document order, after the three markers.
public typealias TokenID = UInt32

/// The three types every corpus has before its first token.
public enum Marker {
    /// `<unk>`, whatever a vocabulary does not hold.
    public static let unknown: TokenID = 0
    /// `<s>`, before a segment's first token. Context only, never predicted.
    public static let segmentStart: TokenID = 1
    /// `</s>`, after a segment's last token. Predicted once a segment.
    public static let segmentEnd: TokenID = 2

    /// The markers' spellings, by id.
    public static let texts = ["<unk>", "<s>", "</s>"]
}
