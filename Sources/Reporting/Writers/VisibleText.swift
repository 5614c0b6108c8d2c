internal import Basics

extension Unicode.Scalar {
    /// What stands for a character that is obeyed: the picture there is of it, else its number.
    fileprivate var picture: String {
        switch value {
        case 0x09: "⇥"
        case 0x0A: "⏎"
        case 0..<0x20: String(Unicode.Scalar(0x2400 + value)!)
        case 0x7F: "␡"
        default:
            "<U+" + String(repeating: "0", count: value < 0x100 ? 2 : value < 0x1000 ? 1 : 0)
                + String(value, radix: 16, uppercase: true) + ">"
        }
    }
}

extension String {
    /// The text on one line, each character that a terminal would obey made visible.
    ///
    /// Whatever comes from outside – words, names, paths, bytes of files in errors – is printed so. What is visible already
    /// stays as it is.
    /// - Complexity: linear; a text without such characters is only looked through.
    package var visible: String { visible { _ in false } }

    /// The same of a text of several lines, whose line feeds and tabs stay.
    package var visibleLines: String { visible { $0 == "\n" || $0 == "\t" } }

    private func visible(keeping isKept: (Unicode.Scalar) -> Bool) -> String {
        guard mayHoldObeyed, unicodeScalars.contains(where: { $0.isObeyed && !isKept($0) }) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isObeyed && !isKept(scalar) {
                text += scalar.picture
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The text with the spaces at its ends as ␠: that of a subword which begins a word is not seen otherwise.
    package var withVisibleEnds: String {
        guard utf8.first == 0x20 || utf8.last == 0x20 else { return self }
        let inner = drop { $0 == " " }
        let end = inner.lastIndex { $0 != " " }.map { inner.index(after: $0) } ?? inner.endIndex
        let (before, behind) = (
            distance(from: startIndex, to: inner.startIndex), inner.distance(from: end, to: inner.endIndex)
        )
        return String(repeating: "␠", count: before) + inner[..<end] + String(repeating: "␠", count: behind)
    }

    /// Whether a byte occurs with which a character that is obeyed begins.
    private var mayHoldObeyed: Bool {
        utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xD8 || $0 == 0xE2 }
    }
}
