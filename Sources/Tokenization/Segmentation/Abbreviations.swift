internal import CICU
internal import Synchronization

/// Abbreviations after whose full stop no sentence ends, though a capital follows.
///
/// They are told apart by their case, as they are written in running text; a single letter is somebody's initial.
struct Abbreviations: Sendable {
    private let words: Set<String>
    /// Abbreviations before a number alone: `No. 5`, but `No. He did not.`
    private let numbers: Set<String>
    /// Whether I is a word, which a sentence may end with.
    private let hasWordI: Bool

    private static let none = Abbreviations(words: [], numbers: [], hasWordI: false)
    private static let known = Mutex<[String: Abbreviations]>([:])

    /// Those of a language, as CLDR and the lists here have them; without a language those of all lists here.
    static func of(_ settings: TokenizerSettings) -> Abbreviations {
        guard settings.edition != .first, settings.segments == .sentences else { return none }
        let language = settings.locale ?? ""
        return known.withLock { known in
            if let abbreviations = known[language] { return abbreviations }
            let lists = AbbreviationLists.all.filter { language.isEmpty || $0.language == language }
            var words = Set(lists.flatMap(\.words))
            unsafe withUnsafeMutablePointer(to: &words) { words in
                unsafe icu_each_abbreviation(language, words) { words, text, count in
                    let text = unsafe UnsafeRawBufferPointer(start: text, count: Int(count))
                    let word = unsafe String(decoding: text, as: UTF8.self)
                    guard word.hasSuffix(".") else { return }
                    unsafe words!.assumingMemoryBound(to: Set<String>.self).pointee.insert(String(word.dropLast()))
                }
            }
            let made = Abbreviations(
                words: words, numbers: Set(lists.flatMap(\.numbers)), hasWordI: language.isEmpty || language == "en")
            known[language] = made
            return made
        }
    }

    var isEmpty: Bool { words.isEmpty }

    /// Whether a word without its full stop may be one of them.
    func hold(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let word = unsafe String(decoding: word, as: UTF8.self)
        return words.contains(word) || numbers.contains(word) || isInitial(word)
    }

    /// Whether a stretch of text ends with an abbreviation and white space, and the text goes on.
    /// - Parameter next: the byte behind it.
    func endsWithOne(_ text: UnsafePointer<UInt8>, _ stretch: Range<Int>, next: UInt8) -> Bool {
        guard !isEmpty else { return false }
        var stop = stretch.upperBound - 1
        while stop >= stretch.lowerBound, unsafe text[stop] <= 0x20 { stop -= 1 }
        guard stop > stretch.lowerBound, unsafe text[stop] == 0x2E else { return false }
        var start = stop
        while start > stretch.lowerBound, unsafe !parts(text, start - 1, in: stretch) { start -= 1 }
        // Quotation marks of other bytes may stand before it.
        let word = unsafe String(decoding: UnsafeBufferPointer(start: text + start, count: stop - start), as: UTF8.self)
            .drop { !$0.isLetter }
        return words.contains(String(word)) || isInitial(String(word))
            || next &- 0x30 < 10 && numbers.contains(String(word))
    }

    private func isInitial(_ word: String) -> Bool {
        word.count == 1 && word.first!.isLetter && !(hasWordI && word == "I")
    }

    /// Whether a byte stands between words: white space, a bracket, or a dash as typewriters write it or print does.
    private func parts(_ text: UnsafePointer<UInt8>, _ position: Int, in stretch: Range<Int>) -> Bool {
        let byte = unsafe text[position]
        if byte <= 0x20 || byte == 0x28 || byte == 0x5B { return true }
        guard position - 2 >= stretch.lowerBound else { return false }
        // – and —.
        if byte == 0x93 || byte == 0x94, unsafe text[position - 1] == 0x80 && text[position - 2] == 0xE2 { return true }
        return unsafe byte == 0x2D && text[position - 1] == 0x2D
    }
}
