internal import CICU

/// Where in a text its tokens stand, as it was before it was normalized and lower-cased.
///
/// The text is gone through by the characters that readers see, each canonical by itself: a token's place is the run of
/// them whose canonical forms spell it. What was left out inside of a token, as a soft hyphen, belongs to its place.
package final class SourceAlignment {
    private var canonicalizer: Canonicalizer
    private let clusters: BreakIterator
    private let canonical = PaddedBytes()
    private let copiesASCII: Bool
    private let lowersASCII: Bool
    private let settings: TokenizerSettings
    private let pipeline: SubwordPipeline?

    /// A scalar of canonical text, and the character of the text that it comes from.
    private struct Spelled {
        let scalar: UInt32
        let start: Int
        let end: Int
    }

    /// So many scalars may stand between two tokens, or one is not found.
    private static let longestGap = 1 << 16

    /// - Throws: `.unicodeDataMissing`.
    package init(_ settings: TokenizerSettings) throws(TextError) {
        self.settings = settings
        pipeline = settings.subwords.map { SubwordPipeline($0.tables) }
        canonicalizer = try Canonicalizer(settings, lettersOnly: false)
        clusters = try BreakIterator(.graphemeClusters, language: settings.locale ?? "")
        lowersASCII = settings.letterCase != .preserve
        copiesASCII = !(lowersASCII && CaseTable.isTurkic(settings.locale ?? ""))
    }

    /// For each token the bytes that stand for it; `nil` for markers, and for a token that is not found.
    ///
    /// - Parameters:
    ///   - tokens: those of the text, segments ended by `</s>`.
    ///   - utf8: the text, valid UTF-8.
    package func places(of tokens: [TokenID], types: TypeTable, in utf8: [UInt8]) throws(TextError) -> [Range<Int>?] {
        if settings.tokens == .subwords {
            // As for words, the space before one is none of its place.
            return try places(ofSubwords: tokens, types: types, in: utf8).map { place in
                guard let place else { return nil }
                let inner = utf8[place].drop { $0 == 0x20 }
                return inner.isEmpty ? place : inner.indices
            }
        }
        let spelled = try spell(utf8)
        var position = 0
        var places: [Range<Int>?] = []
        for token in tokens {
            guard token != Marker.segmentEnd else {
                places.append(nil)
                continue
            }
            let wanted = types[token].unicodeScalars.map(\.value)
            let last = min(spelled.count - wanted.count, position + Self.longestGap)
            guard
                let first = (position..<max(position, last + 1)).first(where: { start in
                    wanted.indices.allSatisfy { Self.mayBecome(spelled[start + $0].scalar, wanted[$0]) }
                })
            else {
                places.append(nil)
                continue
            }
            position = first + wanted.count
            places.append(spelled[first].start..<spelled[position - 1].end)
        }
        return places
    }

    // MARK: Subwords

    /// A byte of what subwords spell, and the characters of the text that it comes from.
    private struct SpelledByte {
        let byte: UInt8
        let start: Int
        let end: Int
        let isWhite: Bool
    }

    /// The same of subwords, with the white space that belongs to them.
    func places(
        ofSubwords tokens: [TokenID], types: TypeTable, in utf8: [UInt8]
    ) throws(TextError) -> [Range<Int>?] {
        let spelled = try spellBytes(utf8)
        var position = 0
        var places: [Range<Int>?] = []
        func fits(_ bytes: ArraySlice<UInt8>, at start: Int) -> Bool {
            start + bytes.count <= spelled.count
                && bytes.enumerated().allSatisfy { offset, byte in
                    spelled[start + offset].byte == byte || byte == 0x20 && spelled[start + offset].isWhite
                }
        }
        for token in tokens {
            guard token != Marker.segmentEnd, token != Marker.unknown else {
                places.append(nil)
                continue
            }
            let bytes = SubwordText.bytes(of: types.utf8(of: token))
            // A space may have been put before it, and others left out.
            let bare = bytes.drop { $0 == 0x20 }
            var start = position
            var length: Int?
            while length == nil {
                length = fits(bytes[...], at: start) ? bytes.count : fits(bare, at: start) ? bare.count : nil
                guard length == nil else { break }
                // White space, and what is unknown, may have been passed over.
                guard start < spelled.count, start - position < Self.longestGap else { break }
                start += 1
            }
            guard let length, start + length <= spelled.count, length > 0 else {
                places.append(nil)
                continue
            }
            position = start + length
            places.append(spelled[start].start..<spelled[position - 1].end)
        }
        return places
    }

    /// The bytes of a text, each scalar by itself, or each cluster where the text is normalized.
    private func spellBytes(_ utf8: [UInt8]) throws(TextError) -> [SpelledByte] {
        let isNormalized =
            settings.letterCase != .preserve || settings.normalization != .none
            || !(settings.subwords?.dividesAtSpaces ?? true)
        var ends = utf8.isEmpty ? [] : (1..<utf8.count).filter { utf8[$0] & 0xC0 != 0x80 } + [utf8.count]
        if isNormalized, !utf8.isEmpty {
            ends = []
            try unsafe utf8.withUnsafeBufferPointer { text throws(TextError) in
                try unsafe clusters.forEach(in: text) { end, _ in ends.append(end) }
            }
        }
        var spelled: [SpelledByte] = []
        spelled.reserveCapacity(utf8.count)
        var start = 0
        for end in ends {
            let source = Array(utf8[start..<end])
            let isWhite = String(decoding: source, as: UTF8.self).unicodeScalars.allSatisfy(\.properties.isWhitespace)
            for byte in isNormalized && !isWhite ? try normalized(source) : source {
                spelled.append(SpelledByte(byte: byte, start: start, end: end, isWhite: isWhite))
            }
            start = end
        }
        return spelled
    }

    private func normalized(_ cluster: [UInt8]) throws(TextError) -> [UInt8] {
        try unsafe cluster.withUnsafeBufferPointer { text throws(TextError) in
            try unsafe canonicalizer.canonicalize(text, into: canonical)
        }
        let text = unsafe Array(UnsafeBufferPointer(start: canonical.base, count: canonical.count))
        let form = try pipeline?.normalized(text) ?? text
        return Array(SpaceMark.unmarked(form).drop { $0 == 0x20 })
    }

    // MARK: Other tokens

    private func spell(_ utf8: [UInt8]) throws(TextError) -> [Spelled] {
        var spelled: [Spelled] = []
        spelled.reserveCapacity(utf8.count)
        try unsafe utf8.withUnsafeBufferPointer { text throws(TextError) in
            guard let base = text.baseAddress else { return }
            var ends: [Int] = []
            try unsafe clusters.forEach(in: text) { end, _ in ends.append(end) }
            var start = 0
            for end in ends {
                let byte = unsafe base[start]
                if copiesASCII, byte < 0x80, end - start == 1 {
                    let scalar = lowersASCII && byte &- 0x41 < 26 ? byte | 0x20 : byte
                    spelled.append(Spelled(scalar: UInt32(scalar), start: start, end: end))
                } else {
                    try unsafe canonicalizer.canonicalize(
                        UnsafeBufferPointer(start: base + start, count: end - start), into: canonical)
                    var position = 0
                    while position < canonical.count {
                        let (scalar, length) = unsafe UTF8Scalar.decodeAny(UnsafePointer(canonical.base) + position)
                        spelled.append(Spelled(scalar: scalar, start: start, end: end))
                        position += length
                    }
                }
                start = end
            }
        }
        return spelled
    }

    /// Whether a scalar by itself may be another one in its text: apostrophes and hyphens are made one between letters, a
    /// sigma is another at a word's end, and any white space may be a space.
    private static func mayBecome(_ scalar: UInt32, _ other: UInt32) -> Bool {
        if scalar == other { return true }
        switch other {
        case 0x20: return UTF8Scalar.isWhiteSpace(scalar)
        case 0x27: return scalar == 0x2019 || scalar == 0x2BC
        case 0x2D: return scalar == 0x2010 || scalar == 0x2011
        case 0x3C2: return scalar == 0x3C3
        default: return false
        }
    }
}
