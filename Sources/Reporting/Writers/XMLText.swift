extension String {
    /// The text as character data or attribute value of XML 1.0: white space is spaces, control characters and those of
    /// direction are made visible, the two others that XML cannot hold become U+FFFD.
    package var xml: String {
        let spaced = unicodeScalars.map { ["\t", "\n", "\r"].contains($0) ? " " : $0 }
        var text = ""
        for scalar in String(String.UnicodeScalarView(spaced)).visible.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            default:
                let allowed = scalar.value != 0xFFFE && scalar.value != 0xFFFF
                text.unicodeScalars.append(allowed ? scalar : "\u{FFFD}")
            }
        }
        return text
    }
}
