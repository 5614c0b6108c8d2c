/// Subtitles, SubRip and WebVTT: what is said in a cue is a segment, and so is what each speaker says of a dialogue.
///
/// - SeeAlso: WebVTT, https://www.w3.org/TR/webvtt1/
enum SubtitleReader {
    static func document(_ utf8: [UInt8], format: TextFormat) -> ParsedDocument {
        var text = SegmentedText()
        var isInCue = false
        utf8.forEachLine { line in
            if line.allSatisfy(\.isASCIISpace) {
                isInCue = false
                text.endSegment()
            } else if isTiming(line) {
                isInCue = true
            } else if isInCue {
                let words = plain(line)
                // A dash begins what another says.
                if words.first(where: { !$0.isASCIISpace }) == UInt8(ascii: "-") || words.starts(with: "–".utf8) {
                    text.endSegment()
                }
                text.append(words)
                text.space()
            }
        }
        return ParsedDocument(text: text.finished())
    }

    /// `00:00:01,000 --> 00:00:02,500`, with what may stand behind it.
    static func isTiming(_ line: ArraySlice<UInt8>) -> Bool {
        let parts = String(decoding: line.prefix(128), as: UTF8.self).split(separator: "-->", maxSplits: 1)
        guard parts.count == 2 else { return false }
        return parts.allSatisfy { part in
            let time = part.split(separator: " ").first ?? ""
            return time.contains(":") && time.allSatisfy { "0123456789:.,".contains($0) }
        }
    }

    /// Whether what stands before `>` is a tag, or the time at which a word is said, and no `<` of prose.
    private static func isTag(_ text: ArraySlice<UInt8>) -> Bool {
        let name = text.dropFirst()
        guard let first = name.first, !name.contains(UInt8(ascii: "<")) else { return false }
        return first.isASCIILetter || first == UInt8(ascii: "/")
            || name.contains(UInt8(ascii: ":")) && name.allSatisfy { "0123456789:.".utf8.contains($0) }
    }

    /// A line of a cue without its tags and places.
    private static func plain(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var rest = line
        while let byte = rest.first {
            if byte == UInt8(ascii: "<"), let end = rest.firstIndex(of: UInt8(ascii: ">")), isTag(rest[..<end]) {
                rest = rest[(end + 1)...]
            } else if rest.starts(with: "{\\".utf8), let end = rest.firstIndex(of: UInt8(ascii: "}")) {
                rest = rest[(end + 1)...]
            } else {
                text.append(byte)
                rest = rest.dropFirst()
            }
        }
        return MarkupEntities.replaced(in: text[...])
    }
}
