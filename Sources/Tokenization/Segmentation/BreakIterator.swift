internal import CICU

/// ICU's own iterator over the boundaries of a text in UTF-8.
@safe final class BreakIterator {
    enum Kind: Sendable {
        case graphemeClusters, words, sentences
    }

    private let boundaries: OpaquePointer
    private let longestText: Int

    /// - Parameters:
    ///   - language: an ISO 639 code; empty for the rules of Unicode's root locale.
    ///   - longestText: how many bytes a text has at most, below 2³¹.
    /// - Throws: `.unicodeDataMissing` if ICU has no rules of this kind.
    init(_ kind: Kind, language: String, longestText: Int = TextMapper.longestForICU) throws(TextError) {
        self.longestText = longestText
        let number =
            switch kind {
            case .graphemeClusters: ICU_GRAPHEME_CLUSTERS
            case .words: ICU_WORDS
            case .sentences: ICU_SENTENCES
            }
        var error: Int32 = 0
        guard let boundaries = unsafe icu_boundaries_open(Int32(number), language, &error) else {
            throw .unicodeDataMissing(code: Int(error))
        }
        unsafe self.boundaries = boundaries
    }

    deinit { unsafe icu_boundaries_close(boundaries) }

    /// Calls `body` with the end and the rule status of each stretch between boundaries.
    ///
    /// - Precondition: valid UTF-8.
    /// - Throws: `.stretchTooLongForICU`.
    func forEach(
        in bytes: UnsafeBufferPointer<UInt8>, _ body: (_ end: Int, _ status: Int32) -> Void
    ) throws(TextError) {
        guard bytes.count <= longestText else { throw .stretchTooLongForICU(bytes: bytes.count) }
        guard let base = bytes.baseAddress, bytes.count > 0 else { return }
        var error: Int32 = 0
        unsafe icu_boundaries_set_text(boundaries, base, Int64(bytes.count), &error)
        precondition(error <= 0, "ICU iterates over any text: error \(error)")
        while true {
            var status: Int32 = 0
            let end = unsafe icu_boundaries_next(boundaries, &status)
            guard end >= 0 else { return }
            body(Int(end), status)
        }
    }

    /// The compiled rules; empty if they cannot be had.
    var compiledRules: [UInt8] {
        var error: Int32 = 0
        let count = unsafe icu_boundaries_rules(boundaries, nil, 0, &error)
        var bytes = [UInt8](repeating: 0, count: Int(count))
        error = 0
        unsafe _ = icu_boundaries_rules(boundaries, &bytes, count, &error)
        return error <= 0 ? bytes : []
    }
}
