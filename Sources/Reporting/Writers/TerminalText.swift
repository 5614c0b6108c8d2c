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

    /// Whether a byte occurs with which a character that is obeyed begins.
    private var mayHoldObeyed: Bool {
        utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xD8 || $0 == 0xE2 }
    }

    /// How many columns a terminal gives the text: 2 for East Asian wide characters and emoji, 0 for combining marks.
    package var terminalWidth: Int {
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return utf8.count }
        return reduce(0) { width, character in
            width + (character.unicodeScalars.first.map(\.terminalWidth) ?? 0)
        }
    }
}

extension Unicode.Scalar {
    /// The ranges of East Asian Width W and F (UAX #11) in blocks, which is what terminals go by.
    var terminalWidth: Int {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
            0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            2
        default:
            switch properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: 0
            default: 1
            }
        }
    }
}
