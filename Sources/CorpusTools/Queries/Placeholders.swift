internal import Tokenization

/// Letters that stand for `*` and `?` while a word goes through the tokenizer, so that what is beside them is treated as
/// beside letters: an apostrophe, a sigma, a dot.
struct Placeholders {
    private let one: Unicode.Scalar
    private let any: Unicode.Scalar

    /// Letters of no case that no normal form changes, nor any rule of words treats by itself.
    private static let letters: [Unicode.Scalar] = ["\u{1C0}", "\u{1C1}", "\u{1C2}", "\u{1C3}", "\u{1BB}"]

    /// Chooses letters that a word does not have; of five, words of the languages that write them have no four.
    init(for signs: [QueryReader.Sign]) {
        let free = Self.letters.filter { !signs.contains(.scalar($0)) }
        one = free.first ?? Self.letters[0]
        any = free.dropFirst().first ?? Self.letters[1]
    }

    func scalar(of sign: QueryReader.Sign) -> Unicode.Scalar {
        switch sign {
        case .scalar(let scalar): scalar
        case .one: one
        case .any: any
        }
    }

    /// A character as it was typed.
    func text(of scalar: Unicode.Scalar) -> String {
        scalar == one ? "?" : scalar == any ? "*" : String(Character(scalar))
    }

    /// The tokens with those made one that were divided at a wildcard, as scripts without spaces are at a letter of another.
    func joined(_ tokens: [QueryToken], _ settings: TokenizerSettings) -> [QueryToken] {
        guard settings.tokens == .words else { return tokens }
        var joined: [QueryToken] = []
        for token in tokens {
            if let last = joined.last, last.place.upperBound == token.place.lowerBound, !token.place.isEmpty,
                let left = last.text.unicodeScalars.last, let right = token.text.unicodeScalars.first,
                isWild(left) && isOfWord(right) || isWild(right) && isOfWord(left)
            {
                joined[joined.count - 1].text += token.text
                joined[joined.count - 1].place = last.place.lowerBound..<token.place.upperBound
            } else {
                joined.append(token)
            }
        }
        return joined
    }

    func pattern(of token: QueryToken) -> TokenPattern {
        guard token.text.unicodeScalars.contains(where: isWild) else { return .type(token.text) }
        var parts: [WordPattern.Part] = []
        for stretch in token.text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isWild) {
            if stretch.startIndex > token.text.unicodeScalars.startIndex {
                let sign = token.text.unicodeScalars[token.text.unicodeScalars.index(before: stretch.startIndex)]
                parts.append(sign == one ? .one : .any)
            }
            parts += String(stretch).map { .character(Array($0.utf8)) }
        }
        let pattern = WordPattern(parts)
        return pattern.isAnything ? .any : .word(pattern)
    }

    private func isWild(_ scalar: Unicode.Scalar) -> Bool { scalar == one || scalar == any }

    private func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber:
            true
        default: false
        }
    }
}
