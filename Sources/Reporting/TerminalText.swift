extension String {
    /// The text with control characters and lone white space made visible, so that no token can spoil a table.
    var visible: String {
        if self == " " { return "␠" }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x09: text += "⇥"
            case 0x0A: text += "⏎"
            case 0..<0x20: text.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value)!)
            case 0x7F: text += "␡"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// How many columns a terminal gives the text: 2 for East Asian wide characters and emoji, 0 for combining marks.
    var terminalWidth: Int {
        reduce(0) { width, character in
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
