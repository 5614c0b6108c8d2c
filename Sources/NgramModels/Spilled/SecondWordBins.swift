internal import LanguageModeling
internal import Synchronization
internal import Tokenization

/// How many windows begin with a frequent word and a second whose code lies in a bin.
struct SecondWordBins {
    private let width: Int
    private let counts: [Int: [Int]]

    /// - Parameter words: the frequent ones; without any the text is not read.
    init(of text: TrainingText, after words: [Int], keys: WindowKeys) throws {
        let bits = min(keys.bits, 12)
        let shift = UInt32(keys.bits - bits)
        width = 1 << Int(shift)
        let numbers = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
        let counts = Mutex([[Int]](repeating: [Int](repeating: 0, count: 1 << bits), count: words.count))
        if !words.isEmpty {
            try text.scan { words in
                var found: [(Int, Int)] = []
                var first = Int(Marker.segmentStart)
                for word in words {
                    if let number = numbers[first] { found.append((number, Int(keys.code(of: word) >> shift))) }
                    first = word == Marker.segmentEnd ? Int(Marker.segmentStart) : Int(word)
                }
                counts.withLock { counts in for (number, bin) in found { counts[number][bin] += 1 } }
            }
        }
        self.counts = counts.withLock { counts in numbers.mapValues { counts[$0] } }
    }

    /// Cuts the codes after a word into ranges of so many windows.
    func ranges(after word: Int, capacity: Int) -> [(codes: Range<Int>, count: Int)] {
        var ranges: [(codes: Range<Int>, count: Int)] = []
        var (first, held) = (0, 0)
        let counts = counts[word] ?? []
        for (bin, count) in counts.enumerated() {
            if held > 0, held + count > capacity {
                ranges.append((first * width..<bin * width, held))
                (first, held) = (bin, 0)
            }
            held += count
        }
        ranges.append((first * width..<counts.count * width, held))
        return ranges
    }
}
