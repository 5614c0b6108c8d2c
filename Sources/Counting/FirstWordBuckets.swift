internal import Tokenization

/// Consecutive first words, grouped so that the n-grams of a group are sorted within the processor's cache.
///
/// Groups are in the order of their words, so that sorted groups follow one another sorted.
struct FirstWordBuckets: Sendable {
    /// The words whose n-grams are sorted.
    let words: Range<Int>
    /// The group of each word, by `word - words.lowerBound`.
    let bucketOfWord: [UInt16]
    /// The first word of each group, and the end of `words`.
    let firstWords: [Int]
    /// Where each group's n-grams begin, and where the last one's end.
    let starts: [Int]

    var count: Int { starts.count - 1 }

    /// - Parameters:
    ///   - windows: how many n-grams each word begins, by id.
    ///   - spanBits: no group has more than 2 to this power of words.
    init(windows: [Int], words: Range<Int>, spanBits: Int) {
        self.words = words
        var total = 0
        for word in words { total += windows[word] }
        let target = max(16_384, total / 2_048)
        let span = spanBits >= 32 ? Int.max : 1 << spanBits
        var bucketOfWord = [UInt16](repeating: 0, count: words.count)
        var firstWords: [Int] = []
        var starts: [Int] = []
        var (sum, held) = (0, 0)
        for word in words {
            let fits = held + windows[word] <= target && word - (firstWords.last ?? 0) < span
            if firstWords.isEmpty || !fits {
                firstWords.append(word)
                starts.append(sum)
                held = 0
            }
            bucketOfWord[word - words.lowerBound] = UInt16(firstWords.count - 1)
            held += windows[word]
            sum += windows[word]
        }
        self.bucketOfWord = bucketOfWord
        self.firstWords = firstWords + [words.upperBound]
        self.starts = starts + [sum]
    }

    /// The longest run of words, from `start`, whose n-grams fit in `capacity`, one word at least.
    static func prefix(of windows: [Int], from start: Int, capacity: Int, spanBits: Int) -> Range<Int> {
        // Few enough groups for `UInt16` and for the write buffers of `WindowSorter`.
        let limit = spanBits >= 32 ? windows.count : min(windows.count, start + (2_048 << spanBits))
        var end = start
        var sum = 0
        while end < limit, end == start || sum + windows[end] <= capacity {
            sum += windows[end]
            end += 1
        }
        return start..<end
    }
}
