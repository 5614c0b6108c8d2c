/// A text of a segment a line, as it is put together; white space inside a segment is made one space.
struct SegmentedText {
    private(set) var utf8: [UInt8] = []
    private var isAtStart = true
    private var hasSpace = false

    mutating func append(_ text: some Sequence<UInt8>) {
        for byte in text {
            if byte.isASCIISpace {
                hasSpace = true
            } else {
                if hasSpace, !isAtStart { utf8.append(0x20) }
                hasSpace = false
                isAtStart = false
                utf8.append(byte)
            }
        }
    }

    mutating func space() { hasSpace = true }

    /// What follows goes on with the word that was begun.
    mutating func join() { hasSpace = false }

    mutating func endSegment() {
        if !isAtStart { utf8.append(0x0A) }
        isAtStart = true
        hasSpace = false
    }

    /// Appends segments that are put together elsewhere.
    mutating func append(segments: [UInt8]) {
        endSegment()
        utf8 += segments
    }

    /// The text, its last segment ended.
    mutating func finished() -> [UInt8] {
        endSegment()
        return utf8
    }
}
