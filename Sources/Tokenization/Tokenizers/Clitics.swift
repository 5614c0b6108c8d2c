/// Where words of a language are divided that have a clitic at their apostrophe.
///
/// French and Italian elide the end of listed words before a vowel (`l' | histoire`, `dell' | arte`); English leans
/// listed endings on the word before (`do | n't`, `John | 's`), as the Penn Treebank divides them. What is not listed
/// stays whole: `aujourd'hui`, `o'clock`.
struct Clitics: Sendable {
    /// Words that end with an apostrophe before the next.
    private let heads: Set<String>
    /// Words that begin with an apostrophe after the one before, the apostrophe left out.
    private let tails: Set<String>
    /// Whether `n't` is a word.
    private let hasNot: Bool

    static func of(_ language: TokenizerSettings.Clitics) -> Clitics {
        switch language {
        case .fr: french
        case .it: italian
        case .en: english
        }
    }

    private static let french = Clitics(
        heads: [
            "l", "d", "j", "m", "t", "s", "n", "c", "ç", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
        ], tails: [], hasNot: false)

    private static let italian = Clitics(
        heads: [
            "l", "un", "d", "c", "n", "m", "t", "s", "v", "gl", "dell", "nell", "all", "dall", "sull", "coll", "pell",
            "quell", "quest", "bell", "sant", "tutt", "quant", "anch", "ognun", "nessun", "com", "dov", "cos", "quand",
            "senz", "mezz", "altr", "nient", "ch",
        ], tails: [], hasNot: false)

    private static let english = Clitics(heads: [], tails: ["s", "m", "re", "ve", "ll", "d"], hasNot: true)

    /// Where words begin inside a word, ascending.
    /// - Parameter word: in UTF-8, its apostrophes ', ’ or ʼ.
    func cuts(in word: UnsafeBufferPointer<UInt8>) -> [Int] {
        var apostrophes: [Range<Int>] = []
        for index in word.indices {
            if let length = unsafe apostrophe(at: index, in: word) { apostrophes.append(index..<index + length) }
        }
        return apostrophes.isEmpty
            ? [] : unsafe tails.isEmpty ? headCuts(word, apostrophes) : tailCuts(word, apostrophes)
    }

    private func headCuts(_ word: UnsafeBufferPointer<UInt8>, _ apostrophes: [Range<Int>]) -> [Int] {
        var cuts: [Int] = []
        for apostrophe in apostrophes {
            let head = unsafe text(word, (cuts.last ?? 0)..<apostrophe.lowerBound)
            guard heads.contains(head), apostrophe.upperBound < word.count else { break }
            cuts.append(apostrophe.upperBound)
        }
        return cuts
    }

    private func tailCuts(_ word: UnsafeBufferPointer<UInt8>, _ apostrophes: [Range<Int>]) -> [Int] {
        var cuts: [Int] = []
        var end = word.count
        for apostrophe in apostrophes.reversed() {
            guard apostrophe.upperBound <= end else { continue }
            let tail = unsafe text(word, apostrophe.upperBound..<end)
            var start = apostrophe.lowerBound
            if hasNot, tail == "t", start > 1, unsafe word[start - 1] | 0x20 == UInt8(ascii: "n") {
                start -= 1
            } else if !tails.contains(tail) {
                break
            }
            guard start > 0 else { break }
            cuts.append(start)
            end = start
        }
        return cuts.reversed()
    }

    private func text(_ word: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
        unsafe String(decoding: word[range], as: UTF8.self).lowercased()
    }

    private func apostrophe(at index: Int, in word: UnsafeBufferPointer<UInt8>) -> Int? {
        let rest = unsafe word[index...]
        if unsafe rest.first == 0x27 { return 1 }
        for other: [UInt8] in [[0xE2, 0x80, 0x99], [0xCA, 0xBC]] where unsafe rest.starts(with: other) {
            return other.count
        }
        return nil
    }
}
