/// Normalization, case, normalization again, letters only, what `TextRefiner` does: what a text goes through before it is
/// cut into segments.
///
/// ASCII goes eight bytes a step, other scalars through a table. Only where scalars act on each other (a letter and a
/// combining accent, a capital sigma) does the stretch between white space go through ICU.
struct Canonicalizer {
    private let mapper: TextMapper
    private let lettersOnly: Bool
    private var table: CaseTable
    /// For each ASCII byte what letters-only leaves of it, lower-cased if asked for.
    private let asciiLetters: [UInt8]
    private let lowersASCII: Bool
    /// Whether a capital I becomes ı, which is no ASCII.
    private let lowersTurkic: Bool
    /// What is done to the canonical text besides, where it is not ASCII.
    private let refiner: TextRefiner?

    /// - Parameters:
    ///   - letterCase: `nil` for that of the settings.
    ///   - isRefined: whether characters are left out and made one as the settings ask for.
    init(
        _ settings: TokenizerSettings, letterCase: TokenizerSettings.Case? = nil, lettersOnly: Bool? = nil,
        isRefined: Bool = true, longestForICU: Int = TextMapper.longestForICU
    ) throws(TextError) {
        let letterCase = letterCase ?? settings.letterCase
        let language = settings.locale ?? ""
        mapper = try TextMapper(
            letterCase: letterCase, normalization: settings.normalization, language: language,
            longestForICU: longestForICU)
        self.lettersOnly = lettersOnly ?? settings.lettersOnly
        let lowersASCII = letterCase != .preserve
        self.lowersASCII = lowersASCII
        lowersTurkic = lowersASCII && CaseTable.isTurkic(language)
        refiner = isRefined ? TextRefiner(settings) : nil
        table = CaseTable(letterCase: letterCase, normalization: settings.normalization, language: language)
        asciiLetters = (0..<128).map { (byte: UInt8) in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): lowersASCII ? byte | 0x20 : byte
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte
            // Line ends are wanted for segments; a tokenizer takes them for spaces.
            case 0x0A: byte
            default: 0x20
            }
        }
    }

    /// Replaces the contents of `output` by the canonical form of a text.
    /// - Precondition: `input` is valid UTF-8.
    /// - Throws: `.stretchTooLongForICU`.
    mutating func canonicalize(
        _ input: UnsafeBufferPointer<UInt8>, into output: PaddedBytes
    ) throws(TextError) {
        output.count = 0
        // A scalar's UTF-8 grows from two bytes to three at most, but for the Turkic I.
        output.reserve(input.count + (lowersTurkic ? input.count : input.count / 2) + 16)
        guard let source = input.baseAddress else { return }
        var position = 0
        var combiningClass: UInt32 = 0
        /// Whether there is anything but ASCII.
        var hasOthers = false
        while true {
            let read = unsafe copyASCII(from: source + position, count: input.count - position, to: output)
            if read > 0 { combiningClass = 0 }
            position += read
            guard position < input.count else { break }

            let (scalar, length) = unsafe UTF8Scalar.decodeAny(source + position)
            if scalar < 0x80 {
                // A Turkic I: with a dot above it is an i.
                combiningClass = 0
                if unsafe position + 1 < input.count && source[position + 1] >= 0x80 {
                    hasOthers = true
                    position = try unsafe mapStretch(around: position, of: input, to: output)
                } else {
                    append(0x131, to: output)
                    position += 1
                }
                continue
            }
            hasOthers = true
            let entry = table[scalar]
            let descends = entry.combiningClass != 0 && entry.combiningClass < combiningClass
            if entry.standsAlone && !descends {
                combiningClass = entry.combiningClass
                position += length
                append(lettersOnly && !entry.isLetterOrMark ? 0x20 : entry.mapped, to: output)
            } else {
                position = try unsafe mapStretch(around: position, of: input, to: output)
                combiningClass = 0
            }
        }
        if let refiner, hasOthers { refiner.refine(output) }
    }

    /// Copies bytes up to the first that is not ASCII, or is a Turkic I.
    private func copyASCII(from source: UnsafePointer<UInt8>, count: Int, to output: PaddedBytes) -> Int {
        let target = unsafe output.base + output.count
        var position = 0
        if lowersTurkic {
            while position < count {
                let byte = unsafe source[position]
                guard byte < 0x80, byte != 0x49 else { break }
                unsafe target[position] =
                    lettersOnly ? asciiLetters[Int(byte)] : byte &- 0x41 < 26 ? byte | 0x20 : byte
                position += 1
            }
        } else if lettersOnly {
            unsafe asciiLetters.withUnsafeBufferPointer { letters in
                while position < count {
                    let byte = unsafe source[position]
                    guard byte < 0x80 else { break }
                    unsafe target[position] = letters[Int(byte)]
                    position += 1
                }
            }
        } else {
            let highBits: UInt64 = 0x8080_8080_8080_8080
            while position + 8 <= count {
                var word = unsafe UnsafeRawPointer(source + position).loadUnaligned(as: UInt64.self)
                if word & highBits != 0 { break }
                if lowersASCII {
                    // The high bit of a byte of `fromA` says "at least A", of `beyondZ` "more than Z".
                    let fromA = word &+ 0x3F3F_3F3F_3F3F_3F3F
                    let beyondZ = word &+ 0x2525_2525_2525_2525
                    word |= (fromA & ~beyondZ & highBits) >> 2
                }
                unsafe UnsafeMutableRawPointer(target + position).storeBytes(of: word, as: UInt64.self)
                position += 8
            }
            while position < count {
                let byte = unsafe source[position]
                guard byte < 0x80 else { break }
                unsafe target[position] = lowersASCII && byte &- 0x41 < 26 ? byte | 0x20 : byte
                position += 1
            }
        }
        output.count += position
        return position
    }

    /// Maps the whole stretch between ASCII white space around a position by ICU; nothing in it reaches beyond.
    /// - Returns: where the stretch ends.
    private mutating func mapStretch(
        around position: Int, of input: UnsafeBufferPointer<UInt8>, to output: PaddedBytes
    ) throws(TextError) -> Int {
        var start = position
        while start > 0, unsafe !isASCIIWhiteSpace(input[start - 1]) { start -= 1 }
        var end = position
        while end < input.count, unsafe !isASCIIWhiteSpace(input[end]) { end += 1 }

        unsafe output.count -= mappedLength(of: input, start..<position)
        let rest = input.count - end
        try unsafe mapper.map(UnsafeBufferPointer(rebasing: input[start..<end])) { mapped in
            output.reserve(output.count + mapped.count + rest + rest / 2 + 16)
            if lettersOnly {
                unsafe appendLetters(of: mapped, to: output)
            } else {
                unsafe output.append(contentsOf: mapped)
            }
        }
        return end
    }

    private mutating func appendLetters(of text: UnsafeBufferPointer<UInt8>, to output: PaddedBytes) {
        guard let base = text.baseAddress else { return }
        var position = 0
        while position < text.count {
            let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + position)
            append(table[scalar].isLetterOrMark ? scalar : 0x20, to: output)
            position += length
        }
    }

    private func isASCIIWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

    /// How many bytes have been written for a stretch of scalars that stand alone.
    private mutating func mappedLength(of input: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        var length = 0
        var position = range.lowerBound
        while position < range.upperBound {
            let (scalar, bytes) = unsafe UTF8Scalar.decodeAny(input.baseAddress! + position)
            position += bytes
            if bytes == 1 {
                length += lowersTurkic && scalar == 0x49 ? 2 : 1
            } else {
                let entry = table[scalar]
                length += lettersOnly && !entry.isLetterOrMark ? 1 : UTF8Scalar.length(of: entry.mapped)
            }
        }
        return length
    }

    @inline(__always)
    private func append(_ scalar: UInt32, to output: PaddedBytes) {
        unsafe output.count += UTF8Scalar.write(scalar, to: output.base + output.count)
    }
}
