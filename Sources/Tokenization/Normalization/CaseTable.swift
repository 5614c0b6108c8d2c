internal import CICU

/// What case mapping and normalization make of a code point by itself, looked up in pages filled when first asked for.
struct CaseTable {
    struct Entry {
        fileprivate var bits: UInt32

        /// The scalar it becomes, if it `standsAlone`.
        var mapped: UInt32 { bits & 0x1F_FFFF }
        /// Whether it is, in Unicode's terms, a letter or a mark: `\p{L}`, `\p{M}`.
        var isLetterOrMark: Bool { bits & 1 << 21 != 0 }
        /// Whether it becomes one scalar whatever stands around it, as long as combining classes do not descend.
        var standsAlone: Bool { bits & 1 << 22 != 0 }
        /// The canonical combining class; 0 where the text is not normalized.
        var combiningClass: UInt32 { bits >> 24 }
    }

    private let letterCase: TokenizerSettings.Case
    private let normalization: TokenizerSettings.Normalization
    private let language: String
    private let isTurkic: Bool
    private var pages = [Int](repeating: -1, count: 0x1100)
    private var entries: [Entry] = []

    /// - Parameter language: empty for the rules of none.
    init(letterCase: TokenizerSettings.Case, normalization: TokenizerSettings.Normalization, language: String) {
        self.letterCase = letterCase
        self.normalization = normalization
        self.language = language
        isTurkic = Self.isTurkic(language)
    }

    /// Whether dotted and dotless i are two letters of a language.
    static func isTurkic(_ language: String) -> Bool { language == "tr" || language == "az" }

    @inline(__always)
    subscript(scalar: UInt32) -> Entry {
        mutating get {
            let page = Int(scalar >> 8)
            if pages[page] < 0 { fill(page) }
            return entries[pages[page] &+ Int(scalar & 0xFF)]
        }
    }

    @inline(never)
    private mutating func fill(_ page: Int) {
        pages[page] = entries.count
        for scalar in page << 8..<(page + 1) << 8 { entries.append(entry(of: UInt32(scalar))) }
    }

    private func entry(of scalar: UInt32) -> Entry {
        let mapped = simpleMapping(of: scalar)
        var bits = mapped ?? scalar
        if icu_is_letter(bits) || icu_is_mark(bits) { bits |= 1 << 21 }
        guard let mapped else { return Entry(bits: bits) }
        guard normalization != .none else { return Entry(bits: bits | 1 << 22) }

        let combiningClass = icu_combining_class(scalar)
        let isNormal = [scalar, mapped].allSatisfy {
            icu_is_always_normal(normalization.number, $0) && icu_combining_class($0) == combiningClass
        }
        return Entry(bits: bits | (isNormal ? 1 << 22 : 0) | UInt32(combiningClass) << 24)
    }

    /// The scalar that the case mapping makes of one, `nil` if it makes several or looks at those around.
    private func simpleMapping(of scalar: UInt32) -> UInt32? {
        let isSurrogate = scalar >> 11 == 0x1B
        if isSurrogate { return nil }
        let mapped: UInt32
        switch letterCase {
        case .preserve: return scalar
        // Capital sigma becomes another letter at the end of a word.
        case .lower where scalar == 0x3A3: return nil
        // Lithuanian keeps the dot of an i under an accent, Turkic languages take one off after a capital I.
        case .lower where icu_combining_class(scalar) == 230 && (isTurkic || language == "lt"): return nil
        case .lower: mapped = unsafe icu_lower_alone(scalar, language)
        case .fold: mapped = icu_fold_alone(scalar, isTurkic)
        }
        return mapped <= 0x10FFFF ? mapped : nil
    }
}
