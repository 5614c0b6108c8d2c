internal import Basics
internal import Counting
internal import LanguageModeling
internal import Tokenization

/// How the words after the first of a window are written: their codes in as many numbers of 64 bits as it takes.
struct WindowKeys: Sendable {
    /// Of a code.
    let bits: Int
    /// What a word is written as; itself where `nil`.
    let code: WordCode?
    /// Words after the first, 1 or more.
    let rest: Int

    @inline(__always)
    func code(of word: WordID) -> UInt32 { code?.code(of: word) ?? word }

    /// Words that a number holds, but perhaps the last.
    var perNumber: Int { min(rest, 64 / bits) }
    var numbers: Int { (rest + perNumber - 1) / perNumber }

    @inline(__always)
    func words(inNumber number: Int) -> Int { min(perNumber, rest - number * perNumber) }

    func bits(ofNumber number: Int) -> Int { words(inNumber: number) * bits }

    /// Adds the numbers of a window whose second word stands at a place; behind the segment's end there are zeros.
    @inline(__always)
    func append(_ codes: Span<UInt32>, from place: Int, through end: Int, to keys: inout [UInt64]) {
        var next = place
        for number in 0..<numbers {
            var key: UInt64 = 0
            for _ in 0..<words(inNumber: number) {
                key <<= UInt64(bits)
                if next <= end { key |= UInt64(codes[next]) }
                next += 1
            }
            keys.append(key)
        }
    }

    /// The code of a word, the first after the window's first being 0.
    @inline(__always)
    func word(_ place: Int, in number: UInt64) -> UInt32 {
        let (index, within) = (place / perNumber, place % perNumber)
        let shift = (words(inNumber: index) - 1 - within) * bits
        return UInt32(truncatingIfNeeded: number >> UInt64(shift)) & UInt32((UInt64(1) << UInt64(bits)) - 1)
    }

    /// How many words two numbers share at their beginning.
    @inline(__always)
    func shared(_ a: UInt64, _ b: UInt64, inNumber number: Int) -> Int {
        let difference = a ^ b
        let words = words(inNumber: number)
        if difference == 0 { return words }
        return (difference.leadingZeroBitCount - (64 - words * bits)) / bits
    }
}

/// Windows that are sorted at a time: those that some words begin; or those that one word begins, with the codes of their
/// second words in a range.
struct WindowShare: Sendable {
    let words: Range<Int>
    /// Of second words; all but of a word that begins more windows than there is room for.
    var codes: Range<Int>
    let count: Int
    /// Whether windows that begin with `<s>` are left out.
    let omitsStart: Bool

    /// The windows of a stretch of text that belong to the share: the first word, then the numbers of the others.
    func windows(in words: [WordID], _ keys: WindowKeys) -> [UInt64] {
        let codes = words.map(keys.code(of:))
        var found: [UInt64] = []
        let (wanted, seconds) = (UInt32(self.words.lowerBound)..<UInt32(self.words.upperBound), self.codes)
        let span = codes.span
        var start = 0
        for end in words.indices where words[end] == Marker.segmentEnd {
            var first = Marker.segmentStart
            for place in start...end {
                if wanted.contains(first), !(omitsStart && first == Marker.segmentStart),
                    seconds.contains(Int(span[place]))
                {
                    found.append(UInt64(first))
                    keys.append(span, from: place, through: end, to: &found)
                }
                first = words[place]
            }
            start = end + 1
        }
        return found
    }

    /// Divides all windows into shares of at most `capacity`, but for those of two words that have more.
    ///
    /// - Parameter counts: how many windows each word begins.
    static func shares(
        of text: TrainingText, counts: [UInt32], keys: WindowKeys, capacity: Int
    ) throws -> [WindowShare] {
        let omitsStart = counts[Int(Marker.segmentStart)] == 0
        func share(_ words: Range<Int>, _ codes: Range<Int>, _ count: Int) -> WindowShare {
            WindowShare(words: words, codes: codes, count: count, omitsStart: omitsStart)
        }
        let bins = try SecondWordBins(of: text, after: counts.indices.filter { Int(counts[$0]) > capacity }, keys: keys)
        var shares: [WindowShare] = []
        var (first, held) = (0, 0)
        func close(before word: Int) {
            if first < word { shares.append(share(first..<word, 0..<1 << keys.bits, held)) }
            (first, held) = (word, 0)
        }
        for word in counts.indices {
            let begun = Int(counts[word])
            if begun > capacity {
                close(before: word)
                shares += bins.ranges(after: word, capacity: capacity).map {
                    share(word..<word + 1, $0.codes, $0.count)
                }
                first = word + 1
            } else {
                if held + begun > capacity { close(before: word) }
                held += begun
            }
        }
        close(before: counts.count)
        return shares
    }
}
