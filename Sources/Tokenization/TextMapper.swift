internal import CICU

/// ICU's normalization and case mapping of a whole stretch of text, with all conditions and expansions, by the rules of
/// Unicode's root locale: normalize, map case, normalize again.
@safe package final class TextMapper {
    private let mapper: OpaquePointer

    /// - Throws: `.unicodeDataMissing`.
    package init(
        letterCase: TokenizerSettings.Case, normalization: TokenizerSettings.Normalization
    ) throws(TextError) {
        let number =
            switch letterCase {
            case .preserve: ICU_PRESERVE_CASE
            case .lower: ICU_LOWER_CASE
            case .fold: ICU_FOLD_CASE
            }
        var error: Int32 = 0
        guard let mapper = unsafe icu_mapper_open(normalization == .nfc, Int32(number), &error) else {
            throw .unicodeDataMissing(code: Int(error))
        }
        unsafe self.mapper = mapper
    }

    deinit { unsafe icu_mapper_close(mapper) }

    /// Calls `body` with the mapped text, valid during the call.
    /// - Precondition: valid UTF-8.
    /// - Throws: `.stretchTooLong` for 2²⁹ bytes or more, which ICU cannot count, and where there is no memory to map them.
    func map<Result>(
        _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) throws(TextError) -> Result {
        guard text.count < 1 << 29 else { throw .stretchTooLong(bytes: text.count) }
        var (count, error): (Int32, Int32) = (0, 0)
        let mapped = unsafe icu_map(mapper, text.baseAddress, Int32(text.count), &count, &error)
        guard let mapped = unsafe mapped else { throw .stretchTooLong(bytes: text.count) }
        return unsafe body(UnsafeBufferPointer(start: mapped, count: Int(count)))
    }

    /// The mapped text.
    /// - Throws: `.stretchTooLong`, as for a stretch.
    package func map(_ text: [UInt8]) throws(TextError) -> [UInt8] {
        try unsafe text.withUnsafeBufferPointer { bytes throws(TextError) in
            try unsafe map(bytes) { unsafe Array($0) }
        }
    }
}
