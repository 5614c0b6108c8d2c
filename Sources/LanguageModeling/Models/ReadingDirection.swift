internal import Tokenization

/// Which way a model reads each segment of a text.
public enum ReadingDirection: String, Sendable, Hashable, Codable, CaseIterable {
    case forward
    /// From a segment's last word to its first, then `</s>`; the segments follow each other as in the text.
    case backward
}

extension ReadingDirection {
    /// Words of whole segments, each ended by `</s>`, in the direction's order.
    package func read(_ words: [WordID]) -> [WordID] {
        guard self == .backward else { return words }
        return EncodedText(words: words, characterCount: 0).reversingSegments(words)
    }
}

extension EncodedText {
    /// The stream in a direction's order.
    package func read(_ direction: ReadingDirection) -> EncodedText {
        guard direction == .backward else { return self }
        return EncodedText(
            words: reversingSegments(words), documentStarts: documentStarts, characterCount: characterCount,
            fingerprint: fingerprint)
    }

    /// Values of the events in the other direction's order. Each segment's end stays where it is, so that doing it twice
    /// changes nothing.
    ///
    /// - Parameter values: one for each event.
    func reversingSegments<Element>(_ values: [Element]) -> [Element] {
        precondition(values.count == count, "a value for each event")
        var reversed: [Element] = []
        reversed.reserveCapacity(count)
        var start = 0
        for (index, word) in words.enumerated() where word == Marker.segmentEnd {
            reversed += values[start..<index].reversed()
            reversed.append(values[index])
            start = index + 1
        }
        return reversed
    }
}
