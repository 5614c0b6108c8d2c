internal import CICU

/// ICU's normalization and case mapping of a whole stretch of text, with all conditions and expansions, by the rules of a
/// language or of none: normalize, map case, normalize again.
@safe package final class TextMapper {
    private let mapper: OpaquePointer

    /// So many marks after one letter are left to ICU's normalizer, whose time is quadratic in their number; no writing
    /// has as many.
    package static let longestRun = 32

    /// How many bytes a text that ICU works on has at most: ICU counts by 32 bits, and mapping makes a text longer.
    package static let longestForICU = 1 << 29

    private let longestForICU: Int

    /// - Parameters:
    ///   - language: an ISO 639 code, of at most eight letters; empty for Unicode's root locale.
    ///   - longestRun: a text in which more scalars in turn may act on those before them is normalized in linear time, to
    ///     the same result.
    /// - Throws: `.unicodeDataMissing`.
    package init(
        letterCase: TokenizerSettings.Case, normalization: TokenizerSettings.Normalization, language: String = "",
        longestRun: Int = TextMapper.longestRun, longestForICU: Int = TextMapper.longestForICU
    ) throws(TextError) {
        let number =
            switch letterCase {
            case .preserve: ICU_PRESERVE_CASE
            case .lower: ICU_LOWER_CASE
            case .fold: ICU_FOLD_CASE
            }
        var error: Int32 = 0
        guard
            let mapper = unsafe icu_mapper_open(
                normalization.number, Int32(number), language, CaseTable.isTurkic(language),
                Int32(clamping: longestRun),
                &error)
        else {
            throw .unicodeDataMissing(code: Int(error))
        }
        unsafe self.mapper = mapper
        self.longestForICU = longestForICU
    }

    deinit { unsafe icu_mapper_close(mapper) }

    /// Calls `body` with the mapped text, valid during the call.
    /// - Precondition: valid UTF-8.
    /// - Throws: `.stretchTooLongForICU` for more than `longestForICU` bytes, and where there is no memory to map them.
    func map<Result>(
        _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) throws(TextError) -> Result {
        guard text.count <= longestForICU else { throw .stretchTooLongForICU(bytes: text.count) }
        var (count, error): (Int32, Int32) = (0, 0)
        let mapped = unsafe icu_map(mapper, text.baseAddress, Int32(text.count), &count, &error)
        guard let mapped = unsafe mapped else { throw .stretchTooLongForICU(bytes: text.count) }
        return unsafe body(UnsafeBufferPointer(start: mapped, count: Int(count)))
    }

    /// The mapped text.
    /// - Throws: `.stretchTooLongForICU`, as for a stretch.
    package func map(_ text: [UInt8]) throws(TextError) -> [UInt8] {
        try unsafe text.withUnsafeBufferPointer { bytes throws(TextError) in
            try unsafe map(bytes) { unsafe Array($0) }
        }
    }
}

extension TokenizerSettings.Normalization {
    /// As the shim of ICU counts normal forms.
    var number: Int32 {
        switch self {
        case .none: Int32(ICU_NO_NORMAL_FORM)
        case .nfc: Int32(ICU_NFC)
        case .nfkc: Int32(ICU_NFKC)
        }
    }
}
