/// Whether a text that is put between parentheses stays there.
enum ParenthesisDepth {
    /// `false` for an SQL expression that closes more parentheses than it has opened: what follows stands outside, as in
    /// `1) LIMIT 1 OFFSET (1`.
    ///
    /// Parentheses in texts, quoted names and comments count for nothing.
    static func staysInside(_ expression: String) -> Bool {
        var depth = 0
        var rest = Array(expression.unicodeScalars)[...]
        func skip(to end: Unicode.Scalar) { rest = rest.drop { $0 != end }.dropFirst() }
        while let scalar = rest.popFirst() {
            switch scalar {
            // A doubled mark ends one text and begins the next, which comes to the same.
            case "'", "\"", "`": skip(to: scalar)
            case "[": skip(to: "]")
            case "-" where rest.first == "-": skip(to: "\n")
            case "/" where rest.first == "*":
                rest = rest.dropFirst()
                while !rest.isEmpty && !rest.starts(with: "*/".unicodeScalars) { rest = rest.dropFirst() }
                rest = rest.dropFirst(2)
            case "(": depth += 1
            case ")":
                depth -= 1
                if depth < 0 { return false }
            default: break
            }
        }
        return true
    }
}
