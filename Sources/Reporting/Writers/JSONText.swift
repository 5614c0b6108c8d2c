internal import Basics

extension Value {
    /// The value as JSON (RFC 8259) on one line: keys in their given order, numbers as the shortest text that reads back
    /// to the same Double, undefined and infinite ones as `null`.
    ///
    /// Foundation's encoder does not keep the order of keys, which is that of the columns here.
    public var json: String {
        var text = ""
        appendJSON(to: &text)
        return text
    }

    private func appendJSON(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .integer(let integer), .numeral(let integer): text += String(integer)
        case .unsigned(let integer): text += String(integer)
        case .number(let number): text += number.isFinite ? number.description : "null"
        case .text(let string): string.appendJSON(to: &text)
        case .list(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += ", " }
                value.appendJSON(to: &text)
            }
            text += "]"
        case .counts(let counts): text += "[" + counts.map(String.init).joined(separator: ", ") + "]"
        case .object(let fields):
            text += "{"
            for (index, field) in fields.enumerated() {
                if index > 0 { text += ", " }
                field.key.appendJSON(to: &text)
                text += ": "
                field.value.appendJSON(to: &text)
            }
            text += "}"
        }
    }
}

extension String {
    fileprivate func appendJSON(to text: inout String) {
        text += "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // RFC 8259 asks it of C0 alone; a terminal obeys the others too, and JavaScript once ended a line at U+2028.
            case _ where scalar.isObeyed:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
