/// The text of a page on which boxes stand: a box that is anchored within a paragraph follows after it.
struct BoxedText {
    private var outer: [SegmentedText] = []
    private var boxes: [[UInt8]] = []
    private var text = SegmentedText()

    mutating func append(_ bytes: some Sequence<UInt8>) { text.append(bytes) }
    mutating func space() { text.space() }

    /// Ends a line or a paragraph.
    mutating func endSegment() { text.endSegment() }

    /// Ends a paragraph.
    mutating func endParagraph() {
        text.endSegment()
        guard outer.isEmpty else { return }
        for box in boxes { text.append(segments: box) }
        boxes = []
    }

    mutating func beginBox() {
        outer.append(text)
        text = SegmentedText()
    }

    mutating func endBox() {
        guard let last = outer.popLast() else { return }
        boxes.append(text.finished())
        text = last
    }

    mutating func finished() -> [UInt8] {
        endParagraph()
        return text.finished()
    }
}
