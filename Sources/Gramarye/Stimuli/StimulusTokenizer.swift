internal import Foundation
package import Tokenization

/// Ties the words of stimuli to the tokens that a corpus's tokenizer makes of them.
///
/// A text is tokenized whole, as a text of the corpus would be, and its tokens are handed out to its words in turn.
/// White space that is a token, among characters, belongs to the word before it: so the word is told from longer ones
/// that begin like it (Pimentel & Meister 2024; Oh & Schuler 2024).
package final class StimulusTokenizer {
    private let tokenizer: Tokenizer
    private let settings: TokenizerSettings
    private var known: [String: [String]] = [:]

    /// - Throws: `TextError` if ICU's data are missing.
    package init(_ settings: TokenizerSettings) throws {
        tokenizer = try Tokenizer(settings)
        self.settings = settings
    }

    /// - Throws: `TextError` if a part cannot be tokenized.
    package func tokenize(_ stimulus: Stimulus) throws -> TokenizedStimulus {
        var result = Accumulated()
        for (index, part) in stimulus.parts.enumerated() {
            if let numbers = stimulus.segmentNumbers { result.lines = numbers[index] - 1 }
            switch part {
            case .text(let text):
                // The whole first, whose errors name its line.
                let segments = try tokenizer.segments(of: text)
                try append(chunks(of: text), segments, whole: text, part: index, to: &result)
            case .words(let words):
                let chunks = try words.map { Chunk(text: $0, tokens: try tokens(of: $0)) }
                let whole = joined(words)
                try append(chunks, tokenizer.segments(of: whole), whole: whole, part: index, to: &result)
            }
        }
        return TokenizedStimulus(
            item: stimulus.item, words: result.words, tokens: result.tokens, isSpace: result.isSpace)
    }

    /// A word of a stimulus, and what the tokenizer makes of it alone.
    private struct Chunk {
        let text: String
        let tokens: [String]
    }

    private struct Accumulated {
        var words: [TokenizedStimulus.Word] = []
        var tokens: [String] = []
        var isSpace: [Bool] = []
        /// Lines until now, where segments are lines; else segments.
        var lines = 0
    }

    private func tokens(of text: String) throws -> [String] {
        if let tokens = known[text] { return tokens }
        let tokens = try tokenizer.segments(of: text).flatMap { $0 }
        known[text] = tokens
        return tokens
    }

    // MARK: Words of a text

    private func chunks(of text: String) throws -> [Chunk] {
        try text.unicodeScalars.split(whereSeparator: separatesWords).flatMap { try pieces(of: String($0)) }
    }

    /// What stands between words. A no-break space stands within one.
    private func separatesWords(_ scalar: Unicode.Scalar) -> Bool {
        if settings.tokens == .whitespace { return [" ", "\t", "\r", "\n"].contains(scalar) }
        return scalar.properties.isWhitespace && !["\u{A0}", "\u{2007}", "\u{202F}"].contains(scalar)
    }

    /// A run without white space; in scripts that are written without spaces, cut where tokens abut.
    private func pieces(of run: String) throws -> [Chunk] {
        let tokens = try tokens(of: run)
        let whole = Chunk(text: run, tokens: tokens)
        guard tokens.count > 1, run.unicodeScalars.contains(where: \.isWrittenWithoutSpaces) else { return [whole] }
        let normalized =
            switch settings.normalization {
            case .nfc: run.precomposedStringWithCanonicalMapping
            case .nfkc: run.precomposedStringWithCompatibilityMapping
            case .none: run
            }
        let scalars = Array(normalized.unicodeScalars)
        var pieces: [Chunk] = []
        var start = 0
        var position = 0
        var own: [String] = []
        for token in tokens {
            let length = token.unicodeScalars.count
            guard
                let found = (position..<max(position, scalars.count - length + 1)).first(where: { at in
                    String(String.UnicodeScalarView(scalars[at..<at + length])).lowercased() == token.lowercased()
                })
            else { return [whole] }
            let before = position > 0 ? scalars[position - 1] : nil
            if let before, found == position, !own.isEmpty,
                before.isWrittenWithoutSpaces || scalars[found].isWrittenWithoutSpaces
            {
                pieces.append(
                    Chunk(text: String(String.UnicodeScalarView(scalars[start..<found])), tokens: own))
                start = found
                own = []
            }
            own.append(token)
            position = found + length
        }
        pieces.append(Chunk(text: String(String.UnicodeScalarView(scalars[start...])), tokens: own))
        return pieces
    }

    /// Words as the text of one line. Between two characters of scripts without spaces there is none, unless words are
    /// told apart by it.
    private func joined(_ words: [String]) -> String {
        var text = ""
        for word in words {
            let abuts =
                settings.tokensAbut && text.unicodeScalars.last?.isWrittenWithoutSpaces ?? false
                && word.unicodeScalars.first?.isWrittenWithoutSpaces ?? false
            if !text.isEmpty && !abuts { text += " " }
            text += word
        }
        return text
    }

    // MARK: Tokens of words

    /// Adds a part of a stimulus; nothing where it has no token.
    private func append(
        _ chunks: [Chunk], _ segments: [[String]], whole: String, part: Int, to result: inout Accumulated
    ) throws {
        let (numbers, lineCount) = try numbers(of: segments.count, in: whole)
        defer { result.lines += lineCount }
        guard !segments.isEmpty else { return }
        let tokens = segments.flatMap { $0 }
        let isSpace = tokens.map { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
        let segmentOf = segments.enumerated().flatMap { index, segment in segment.map { _ in index } }
        let ends = wordEnds(chunks, tokens, isSpace, segmentOf)

        // Where each token and each segment's end stand in the result.
        let first = result.tokens.count
        let places = segmentOf.enumerated().map { first + $0 + $1 }
        var segmentEnds: [Int] = []
        var taken = 0
        for segment in segments {
            result.tokens += segment + [Marker.texts[Int(Marker.segmentEnd)]]
            result.isSpace += isSpace[taken..<taken + segment.count] + [false]
            taken += segment.count
            segmentEnds.append(result.tokens.count - 1)
        }

        var (segment, position, next) = (0, 0, 0)
        func append(_ text: String, _ place: Int, _ tokens: [Int], isEnd: Bool = false) {
            position += 1
            result.words.append(
                TokenizedStimulus.Word(
                    text: text, part: part, place: place, segment: result.lines + numbers[segment], position: position,
                    tokens: tokens, isSegmentEnd: isEnd))
        }
        func endSegment(_ place: Int) {
            append(result.tokens[segmentEnds[segment]], place, [segmentEnds[segment]], isEnd: true)
            (segment, position) = (segment + 1, 0)
        }
        for (place, chunk) in chunks.enumerated() {
            let own = next..<ends[place]
            while !own.isEmpty, segmentOf[next] > segment { endSegment(max(0, place - 1)) }
            append(chunk.text, place, Array(places[own]))
            next = own.upperBound
        }
        while segment < segments.count { endSegment(max(0, chunks.count - 1)) }
    }

    /// The numbers of a part's segments: those of their lines, where they are lines, and how many there are.
    private func numbers(of segments: Int, in whole: String) throws -> (numbers: [Int], count: Int) {
        let text = Array(whole.utf8)
        guard settings.resolvingSegments(of: text.span).segments == .lines else {
            return (Array(1...max(1, segments)), segments)
        }
        let lines = text.lines
        let count = lines.count - (lines.count > 1 && lines.last?.isEmpty == true ? 1 : 0)
        return (count == 1 ? [1] : try tokenizer.segmentLines(of: text), count)
    }

    /// Up to which token each word goes.
    private func wordEnds(_ words: [Chunk], _ tokens: [String], _ isSpace: [Bool], _ segmentOf: [Int]) -> [Int] {
        if settings.tokens == .subwords { return subwordEnds(words, tokens, segmentOf) }
        var next = 0
        var ends = words.indices.map { index in
            let own = words[index].tokens
            if !own.isEmpty {
                var start = next
                while start < tokens.count, isSpace[start], own[0] != tokens[start] { start += 1 }
                next = has(own, tokens, at: start) ? start + own.count : end(ofWord: index, words, tokens, after: start)
            }
            while next > 0, next < tokens.count, isSpace[next], segmentOf[next] == segmentOf[next - 1] { next += 1 }
            return next
        }
        if !ends.isEmpty { ends[ends.count - 1] = tokens.count }
        return ends
    }

    /// The same of subwords, which are others in a text than in a word alone: by the characters that words and tokens have
    /// besides white space. A space belongs to the word behind it, which it makes a token with.
    private func subwordEnds(_ words: [Chunk], _ tokens: [String], _ segmentOf: [Int]) -> [Int] {
        func size(_ bytes: some Sequence<UInt8>) -> Int { bytes.count { $0 > 0x20 } }
        let sizes = tokens.map { size(SubwordText.bytes(of: $0.utf8)) }
        let wanted = words.map { size($0.text.utf8) }
        // Where the model makes another text of it, its parts are as long as they were in proportion.
        let (have, want) = (max(1, sizes.reduce(0, +)), max(1, wanted.reduce(0, +)))
        var (next, seen, due) = (0, 0, 0)
        var ends = wanted.map { size in
            due += size
            while next < tokens.count, seen * want < due * have { (seen, next) = (seen + sizes[next], next + 1) }
            return next
        }
        if !ends.isEmpty { ends[ends.count - 1] = tokens.count }
        return ends
    }

    private func has(_ word: [String], _ tokens: [String], at start: Int) -> Bool {
        start + word.count <= tokens.count && tokens[start..<start + word.count].elementsEqual(word)
    }

    /// Where a word ends whose tokens are others in the text than alone: before the next word that is found nearby.
    private func end(ofWord index: Int, _ words: [Chunk], _ tokens: [String], after start: Int) -> Int {
        for word in words[(index + 1)...].prefix(4) where !word.tokens.isEmpty {
            let reach = start..<min(start + 64, tokens.count)
            if let found = reach.first(where: { has(word.tokens, tokens, at: $0) }) { return found }
        }
        return min(start + words[index].tokens.count, tokens.count)
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is of a script that puts no space between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
    var isWrittenWithoutSpaces: Bool {
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1950...0x19FF, 0x1A20...0x1AAF, 0x3040...0x30FF,
            0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA9E0...0xA9FF, 0xAA60...0xAA7F, 0xF900...0xFAFF,
            0xFF66...0xFF9F, 0x1B000...0x1B16F, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
