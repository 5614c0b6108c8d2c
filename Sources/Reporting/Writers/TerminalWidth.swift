extension String {
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
