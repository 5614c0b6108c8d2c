internal import CICU

/// Cutting a text into words.
extension SubwordPipeline {
    /// What a normalized text is cut into.
    /// - Parameter isFirst: whether it begins the text.
    func words(of text: [UInt8], isFirst: Bool) throws(TextError) -> [[UInt8]] {
        var words = text.isEmpty ? [] : [text]
        for step in cutting {
            var cut: [[UInt8]] = []
            for (index, word) in words.enumerated() {
                cut += try self.cut(word, by: step, isFirst: isFirst && index == 0)
            }
            words = cut
        }
        if tables.dividesAtMarks { words = words.flatMap(Self.dividedAtMarks) }
        return words
    }

    private func cut(_ word: [UInt8], by step: SubwordStep, isFirst: Bool) throws(TextError) -> [[UInt8]] {
        switch step {
        case .byteLevel(let addsPrefixSpace, let splits):
            let isBare = addsPrefixSpace && word.first != 0x20
            if isBare { prefixCharacters += 1 }
            let word = isBare ? [0x20] + word : word
            return splits ? gptWords(of: word) : [word]
        case .split(let pattern, let behavior, let isInverted):
            return Self.split(word, at: try matches(of: pattern, in: word), behavior, isInverted: isInverted)
        case .digits(let areIndividual):
            let found = Self.scalars(of: word) { icu_is_number($0) }
            return Self.split(word, at: found, areIndividual ? .isolated : .contiguous, isInverted: false)
        case .punctuation(let behavior):
            let found = Self.scalars(of: word) { scalar in
                scalar < 0x80
                    ? Unicode.Scalar(scalar).map { $0.isASCIIPunctuation } ?? false : icu_is_punctuation(scalar)
            }
            return Self.split(word, at: found, behavior, isInverted: false)
        case .whitespace:
            let found = try expressions[Self.wordsOrOthers]?.matches(in: word) ?? []
            return Self.split(word, at: found, .removed, isInverted: true)
        case .whitespaceSplit:
            return Self.split(
                word, at: Self.scalars(of: word) { UTF8Scalar.isWhiteSpace($0) }, .removed, isInverted: false)
        case .metaspace(let prefix, let splits):
            var marked = SpaceMark.marked(word)
            if prefix == .always || prefix == .first && isFirst, !marked.starts(with: SpaceMark.utf8) {
                marked = SpaceMark.utf8 + marked
                prefixCharacters += 1
            }
            guard splits else { return [marked] }
            let marks = marked.indices.filter { marked[$0] == 0xE2 && marked[$0...].starts(with: SpaceMark.utf8) }
            return Self.split(marked, at: marks.map { $0..<$0 + 3 }, .mergedWithNext, isInverted: false)
        default: return [word]
        }
    }

    static let wordsOrOthers = "\\w+|[^\\w\\p{White_Space}]+"

    private func gptWords(of text: [UInt8]) -> [[UInt8]] {
        // What looks at bytes may look at a few behind the last.
        let padded = text + [0, 0, 0, 0]
        var words: [[UInt8]] = []
        unsafe padded.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < text.count {
                let end = unsafe splitter.wordEnd(in: bytes.baseAddress!, from: start, to: text.count)
                words.append(Array(text[start..<end]))
                start = end
            }
        }
        return words
    }

    func matches(of pattern: SubwordPattern, in text: [UInt8]) throws(TextError) -> [Range<Int>] {
        switch pattern {
        case .expression(let pattern): return try expressions[pattern]?.matches(in: text) ?? []
        case .literal(let literal):
            let literal = Array(literal.utf8)
            guard let first = literal.first else { return [] }
            var matches: [Range<Int>] = []
            var position = 0
            while position < text.count {
                if text[position] == first, text[position...].starts(with: literal) {
                    matches.append(position..<position + literal.count)
                    position += literal.count
                } else {
                    position += 1
                }
            }
            return matches
        }
    }

    private static func scalars(of text: [UInt8], where isFound: (UInt32) -> Bool) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = 0
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            let length = UTF8Scalar.length(of: scalar.value)
            if isFound(scalar.value) { found.append(position..<position + length) }
            position += length
        }
        return found
    }

    /// A text cut around what was found in it.
    private static func split(
        _ text: [UInt8], at found: [Range<Int>], _ behavior: SubwordStep.SplitBehavior, isInverted: Bool
    ) -> [[UInt8]] {
        var stretches: [(range: Range<Int>, isFound: Bool)] = []
        var start = 0
        for range in found {
            if range.lowerBound > start { stretches.append((start..<range.lowerBound, isInverted)) }
            stretches.append((range, !isInverted))
            start = range.upperBound
        }
        if start < text.count { stretches.append((start..<text.count, isInverted)) }
        var kept: [Range<Int>] = []
        switch behavior {
        case .removed: kept = stretches.filter { !$0.isFound }.map(\.range)
        case .isolated: kept = stretches.map(\.range)
        case .contiguous:
            for (index, stretch) in stretches.enumerated() {
                if index > 0, stretches[index - 1].isFound == stretch.isFound {
                    kept[kept.count - 1] = kept[kept.count - 1].lowerBound..<stretch.range.upperBound
                } else {
                    kept.append(stretch.range)
                }
            }
        case .mergedWithPrevious:
            for (index, stretch) in stretches.enumerated() {
                if stretch.isFound, index > 0, !stretches[index - 1].isFound {
                    kept[kept.count - 1] = kept[kept.count - 1].lowerBound..<stretch.range.upperBound
                } else {
                    kept.append(stretch.range)
                }
            }
        case .mergedWithNext:
            for (index, stretch) in stretches.enumerated().reversed() {
                if stretch.isFound, index + 1 < stretches.count, !stretches[index + 1].isFound {
                    kept[kept.count - 1] = stretch.range.lowerBound..<kept[kept.count - 1].upperBound
                } else {
                    kept.append(stretch.range)
                }
            }
            kept.reverse()
        }
        return kept.map { Array(text[$0]) }
    }

    /// A text cut before each run of ▁.
    private static func dividedAtMarks(_ text: [UInt8]) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var (start, position) = (0, 0)
        var inMarks = true
        while position < text.count {
            let isMark = text[position] == 0xE2 && text[position...].starts(with: SpaceMark.utf8)
            if isMark, !inMarks {
                words.append(Array(text[start..<position]))
                start = position
            }
            inMarks = isMark
            position += isMark ? 3 : 1
        }
        if start < text.count { words.append(Array(text[start...])) }
        return words
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIIPunctuation: Bool {
        switch value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}
