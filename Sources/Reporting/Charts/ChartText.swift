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
            while !rest.isEmpty {
                let line = rest.beginning(ofAtMost: width, measure: measure)
                lines.append(String(line))
                rest = rest[line.endIndex...]
            }
        }
        return lines
    }

    /// The text with its middle left out where it is longer than so much.
    ///
    /// - Complexity: O(n log n), each measurement taken as O(n).
    func shortened(to width: Double, measure: (Substring) -> Double) -> String {
        if measure(self[...]) <= width { return self }
        func text(_ kept: Int) -> Substring { prefix(kept - kept / 3) + "…" + suffix(kept / 3) }
        let kept = bisected(2, count) { measure(text($0)) <= width }
        return kept > 2 ? String(text(kept)) : prefix(1) + "…"
    }
}

extension Substring {
    /// As many characters from its beginning as are not wider, but one at least.
    ///
    /// Much longer pieces than that are never measured, so that a text cut into lines is measured a few times in all.
    fileprivate func beginning(ofAtMost width: Double, measure: (Substring) -> Double) -> Substring {
        var count = 1
        while measure(prefix(2 * count)) <= width {
            count *= 2
            if prefix(count).endIndex == endIndex { return self }
        }
        return prefix(bisected(count, 2 * count) { measure(prefix($0)) <= width })
    }
}

/// The last number below `end` for which a statement holds that holds up to some number and for none beyond it.
///
/// - Parameter first: a number for which it holds, or which is to be taken where it holds for none.
private func bisected(_ first: Int, _ end: Int, _ holds: (Int) -> Bool) -> Int {
    var (first, end) = (first, end)
    while end - first > 1 {
        let middle = (first + end) / 2
        if holds(middle) { first = middle } else { end = middle }
    }
    return first
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
