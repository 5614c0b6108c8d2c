/// Tokens that ARPA files cannot hold as they are, for there white space divides.
///
/// A space is written `<space>`; any other token with white space in it `<space:20-41>`, the numbers of its scalars in
/// hexadecimal. So is then a token that begins like these, that none is taken for another. A file says so in its head
/// (``comment``), and what it says is undone when it is read; in all other files `<space>` is a word like any other.
package enum ArpaWord {
    static let comment =
        "# <space> stands for a token that is a space, <space:9-A> for one with other white space, by its scalars"

    private static let mark = "<space"

    /// Whether a token cannot stand in a file as it is.
    package static func needsWriting(_ token: String) -> Bool {
        token.isEmpty || token.utf8.contains { $0 == 0x20 || (0x09...0x0D).contains($0) }
    }

    /// A token in a file whose head has the comment.
    package static func written(_ token: String) -> String {
        if token == " " { return "<space>" }
        guard needsWriting(token) || token.utf8.starts(with: mark.utf8) else { return token }
        return
            "<space:\(token.unicodeScalars.map { String($0.value, radix: 16, uppercase: true) }.joined(separator: "-"))>"
    }

    /// Whether a word may be one that was written so.
    static func isMarked(_ word: Span<UInt8>) -> Bool {
        guard word.count >= mark.utf8.count else { return false }
        for (index, byte) in mark.utf8.enumerated() where word[index] != byte { return false }
        return true
    }

    /// The token of a word in a file whose head has the comment.
    static func read(_ word: String) -> String {
        if word == "<space>" { return " " }
        guard word.hasPrefix("<space:"), word.hasSuffix(">") else { return word }
        let numbers = word.dropFirst("<space:".count).dropLast().split(separator: "-")
        let scalars = numbers.compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
        guard scalars.count == numbers.count else { return word }
        return String(String.UnicodeScalarView(scalars))
    }
}
