/// Tokens that ARPA files cannot hold as they are, for there white space divides.
///
/// A space is written `<space>`; any other token with white space in it `<space:20-41>`, the numbers of its scalars in
/// hexadecimal. So is a token that begins like these, that none is taken for another.
enum ArpaWord {
    static let comment =
        "# <space> stands for a token that is a space, <space:9-A> for one with other white space, by its scalars"

    static func needsWriting(_ token: String) -> Bool {
        token.isEmpty || token.hasPrefix("<space") || token.utf8.contains { $0 == 0x20 || (0x09...0x0D).contains($0) }
    }

    static func written(_ token: String) -> String {
        if token == " " { return "<space>" }
        guard needsWriting(token) else { return token }
        return
            "<space:\(token.unicodeScalars.map { String($0.value, radix: 16, uppercase: true) }.joined(separator: "-"))>"
    }

    static func read(_ word: String) -> String {
        if word == "<space>" { return " " }
        guard word.hasPrefix("<space:"), word.hasSuffix(">") else { return word }
        let numbers = word.dropFirst("<space:".count).dropLast().split(separator: "-")
        let scalars = numbers.compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
        guard scalars.count == numbers.count else { return word }
        return String(String.UnicodeScalarView(scalars))
    }
}
