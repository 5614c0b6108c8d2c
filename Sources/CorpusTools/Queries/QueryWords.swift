internal import Tokenization

/// Makes the words of queries tokens as the corpus's tokenizer has them.
struct QueryWords {
    private let tokenizer: Tokenizer
    private let alignment: SourceAlignment
    private let settings: TokenizerSettings

    init(_ settings: TokenizerSettings) throws(QueryError) {
        var whole = settings
        whole.segments = .document
        self.settings = settings
        do {
            tokenizer = try Tokenizer(whole)
            alignment = try SourceAlignment(whole)
        } catch { throw QueryError(error) }
    }

    /// What a word may be in a text: among subwords it is one thing behind a space and another elsewhere, and a word with
    /// wildcards is met by single subwords.
    func alternatives(
        of signs: [QueryReader.Sign]
    ) throws(QueryError) -> [(patterns: [TokenPattern], separator: String?)] {
        guard settings.tokens == .subwords else { return [try patterns(of: signs)] }
        let behindSpace = [.scalar(" ")] + signs
        guard signs.contains(.one) || signs.contains(.any) else {
            let (bare, other) = (try patterns(of: signs), try patterns(of: behindSpace))
            // Where the space is a token of its own, what stands behind it is found without it.
            let isFound = other.patterns.suffix(bare.patterns.count) == bare.patterns[...]
            return isFound ? [bare] : [bare, other]
        }
        return [signs, behindSpace].map { signs in
            let parts = signs.map { sign -> WordPattern.Part in
                switch sign {
                case .scalar(let scalar): .character(Array(String(scalar).utf8))
                case .one: .one
                case .any: .any
                }
            }
            let pattern = WordPattern(parts)
            return ([pattern.isAnything ? .any : .word(pattern)], nil)
        }
    }

    /// The tokens of a word, and what stands between two of them in it: `-` in `well-known`.
    func patterns(
        of signs: [QueryReader.Sign]
    ) throws(QueryError) -> (patterns: [TokenPattern], separator: String?) {
        let placeholders = Placeholders(for: signs)
        let word = String(String.UnicodeScalarView(signs.map(placeholders.scalar)))
        let asked = signs.map(\.text).joined()
        let (tokens, separator) = try tokens(of: word, asked: asked, placeholders)
        return (placeholders.joined(tokens, settings).map(placeholders.pattern), separator)
    }

    private func tokens(
        of word: String, asked: String, _ placeholders: Placeholders
    ) throws(QueryError) -> (tokens: [QueryToken], separator: String?) {
        let utf8 = Array(word.utf8)
        var piece = TokenizedPiece()
        var places: [Range<Int>?]
        do {
            try tokenizer.tokenize(utf8.span, into: &piece)
            places = try alignment.places(of: piece.tokens, types: piece.types, in: utf8)
        } catch .literalMarker(let marker, _) { throw .marker(marker) } catch { throw QueryError(error) }
        // What is no character of a text for the tokenizer is passed over in its places, too.
        func leftOut(_ range: Range<Int>) -> String? {
            String(decoding: utf8[range], as: UTF8.self).unicodeScalars.first { scalar in
                let isPassedOver =
                    scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
                    || settings.stripsMarks
                        && (scalar == "\u{640}" || scalar.properties.generalCategory == .nonspacingMark)
                return !isPassedOver
            }.map { placeholders.text(of: $0) }
        }
        var tokens: [QueryToken] = []
        var separator: String?
        var end = 0
        for (token, place) in zip(piece.tokens, places) where token != Marker.segmentEnd {
            // Where a token is not found in its text, nothing is known of what stands around it.
            let place = place ?? end..<end
            // Several tokens of bytes have one character's place.
            if place.lowerBound > end, let sign = leftOut(end..<place.lowerBound) {
                if tokens.isEmpty { throw .dropped(character: sign, word: asked, tokenizer: settings.description) }
                separator = separator ?? sign
            }
            tokens.append(QueryToken(text: piece.types[token], place: place))
            end = max(end, place.upperBound)
        }
        places = []
        if let sign = leftOut(end..<utf8.count), !(tokens.last?.place.isEmpty ?? false) {
            throw .dropped(character: sign, word: asked, tokenizer: settings.description)
        }
        guard !tokens.isEmpty else { throw .noToken(word: asked, tokenizer: settings.description) }
        return (tokens, separator)
    }
}

/// A token of a word, and its bytes in it.
struct QueryToken {
    var text: String
    var place: Range<Int>
}

extension QueryReader.Sign {
    var text: String {
        switch self {
        case .scalar(let scalar): String(Character(scalar))
        case .one: "?"
        case .any: "*"
        }
    }
}
