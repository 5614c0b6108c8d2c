extension String {
    /// The text on lines of at most this many characters, broken at spaces, and within a word only where it alone is
    /// longer, as the path of a file may be.
    func lines(ofAtMost width: Int) -> [String] {
        lines(ofAtMost: Double(width)) { Double($0.count) }
    }

    /// The same by any measure of width.
    func lines(ofAtMost width: Double, measure: (Substring) -> Double) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, measure(last + " " + word) <= width {
                lines[lines.count - 1] = last + " " + word
                continue
            }
            var rest = word
            while rest.count > 1, measure(rest) > width {
                var end = rest.index(after: rest.startIndex)
                while measure(rest[...end]) <= width { end = rest.index(after: end) }
                lines.append(String(rest[..<end]))
                rest = rest[end...]
            }
            lines.append(String(rest))
        }
        return lines
    }

    /// The text with its middle left out where it is longer than so much.
    func shortened(to width: Double, measure: (Substring) -> Double) -> String {
        if measure(self[...]) <= width { return self }
        var kept = count - 1
        while kept > 2 {
            let text = prefix(kept - kept / 3) + "…" + suffix(kept / 3)
            if measure(text) <= width { return String(text) }
            kept -= 1
        }
        return prefix(1) + "…"
    }
}

/// The type of drawings, and how wide it is at most: the fonts at hand depend on the machine.
struct ChartType {
    /// In units of the drawing.
    let size: Double
    var isBold = false

    /// An estimate from above for the widest of the usual faces, in units of the drawing.
    func width(_ text: some StringProtocol) -> Double {
        let ems = text.reduce(0.0) { sum, character in
            guard let scalar = character.unicodeScalars.first else { return sum }
            switch scalar {
            case "i", "j", "l", "I", ".", ",", ":", ";", "'", "’", "|", " ", "(", ")": return sum + 0.4
            case "t", "f", "r", "-": return sum + 0.46
            case "m", "w", "M", "W", "%", "—", "…": return sum + 1
            case "A"..."Z": return sum + 0.75
            case "a"..."z", "0"..."9": return sum + 0.64
            default: return sum + (scalar.terminalWidth == 2 ? 1.05 : scalar.terminalWidth == 0 ? 0 : 0.8)
            }
        }
        return ems * size * (isBold ? 1.07 : 1)
    }
}
