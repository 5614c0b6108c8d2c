extension String {
    /// The text as character data or attribute value of XML 1.0; characters that XML cannot hold become U+FFFD.
    package var xml: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "\t", "\n", "\r": text += " "
            default:
                let allowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                text.unicodeScalars.append(allowed ? scalar : "\u{FFFD}")
            }
        }
        return text
    }
}
