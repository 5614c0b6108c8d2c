internal import Counting
internal import Tokenization

/// The windows of a share, those of each first word together, and the paths of the trie that they are.
struct SortableWindows: Sendable {
    let keys: WindowKeys
    /// For each of a window's numbers, that of each window.
    private var numbers: [[UInt64]]
    /// Where each first word's windows begin, and the end.
    private let starts: [Int]

    /// Windows whose first words, and perhaps the first bits of their second words' codes, are the same.
    struct Group: Sendable {
        let records: Range<Int>
        /// The first word.
        let word: Int
        /// Whether its windows begin here.
        let beginsWord: Bool
    }

    init(keys: WindowKeys, numbers: consuming [[UInt64]], starts: [Int]) {
        self.keys = keys
        self.numbers = numbers
        self.starts = starts
        for word in 0..<starts.count - 1 where starts[word + 1] - starts[word] > Self.largest {
            bins.append(contentsOf: distribute(starts[word]..<starts[word + 1]).dropFirst())
        }
    }

    /// Where a long group is cut: there the first bits of its keys are others. Ascending.
    private var bins: [Int] = []

    /// Groups beyond are distributed before they are sorted, so that all threads have a share in them and none needs much room.
    private static let largest = 1 << 17

    /// - Parameter continues: whether the first group goes on with the word of the share before.
    func groups(of share: WindowShare, continues: Bool) -> [Group] {
        var groups: [Group] = []
        groups.reserveCapacity(starts.count + bins.count)
        var bin = 0
        for word in 0..<starts.count - 1 {
            var first = starts[word]
            var begins = !(continues && word == 0)
            while bin < bins.count, bins[bin] < starts[word + 1] {
                groups.append(
                    Group(records: first..<bins[bin], word: share.words.lowerBound + word, beginsWord: begins))
                (first, begins) = (bins[bin], false)
                bin += 1
            }
            groups.append(
                Group(
                    records: first..<starts[word + 1], word: share.words.lowerBound + word, beginsWord: begins))
        }
        return groups
    }

    /// Puts the windows of a range in the order of the first bits of their keys, in place (McIlroy, Bostic & McIlroy 1993).
    ///
    /// - Returns: where those of each value begin.
    private mutating func distribute(_ range: Range<Int>) -> [Int] {
        // Windows of the same second word stay together.
        let bits = min(10, keys.bits)
        let shift = UInt64(keys.bits(ofNumber: 0) - bits)
        var ends = [Int](repeating: 0, count: 1 << bits)
        for key in numbers[0][range] { ends[Int(truncatingIfNeeded: key >> shift)] += 1 }
        var sum = range.lowerBound
        var next: [Int] = []
        for bin in ends.indices {
            next.append(sum)
            sum += ends[bin]
            ends[bin] = sum
        }
        let begins = next
        for bin in ends.indices {
            while next[bin] < ends[bin] {
                let place = next[bin]
                let target = Int(truncatingIfNeeded: numbers[0][place] >> shift)
                if target == bin {
                    next[bin] += 1
                } else {
                    for number in numbers.indices { numbers[number].swapAt(place, next[target]) }
                    next[target] += 1
                }
            }
        }
        return begins
    }

    /// Sorts groups and makes the paths of the trie that they are.
    func paths(_ groups: ArraySlice<Group>) -> TriePaths {
        var paths = TriePaths(depth: keys.rest, end: keys.code(of: Marker.segmentEnd))
        var previous = -1
        for group in groups {
            if group.beginsWord {
                paths.beginWord()
                previous = -1
            }
            sort(group) { record, count in
                let shared = previous < 0 ? 0 : self.shared(previous, record)
                paths.add(count: UInt32(count), shared: shared) { word($0, of: record) }
                previous = record
            }
        }
        return paths
    }

    /// The code of a word of a window, the one after the first being 0.
    @inline(__always)
    func word(_ place: Int, of record: Int) -> UInt32 {
        keys.word(place, in: numbers[place / keys.perNumber][record])
    }

    /// Sorts a group and reports each distinct window, ascending, and how often it stands there.
    func sort(_ group: Group, _ report: (_ record: Int, _ count: Int) -> Void) {
        var entries = group.records.map { PositionedKey(key: 0, position: UInt32(truncatingIfNeeded: $0)) }
        sort(&entries, 0, report)
    }

    /// Words after the first that two windows share at their beginning.
    private func shared(_ a: Int, _ b: Int) -> Int {
        var shared = 0
        for number in numbers.indices {
            let here = keys.shared(numbers[number][a], numbers[number][b], inNumber: number)
            shared += here
            if here < keys.words(inNumber: number) { break }
        }
        return shared
    }

    /// The same of windows that agree before a number.
    private func sort(_ entries: inout [PositionedKey], _ number: Int, _ report: (Int, Int) -> Void) {
        for index in entries.indices { entries[index].key = numbers[number][Int(entries[index].position)] }
        RadixSort.sort(&entries, significantBits: keys.bits(ofNumber: number))
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count && entries[end].key == entries[start].key { end += 1 }
            if end - start == 1 || number + 1 == keys.numbers {
                report(Int(entries[start].position), end - start)
            } else {
                var alike = Array(entries[start..<end])
                sort(&alike, number + 1, report)
            }
            start = end
        }
    }
}

/// Levels that grow by one path after the other, in ascending order, their nodes numbered from 0.
struct TriePaths: Sendable {
    private(set) var codes: [[UInt32]]
    private(set) var counts: [[UInt32]]
    /// Of all but the last.
    private(set) var childStarts: [[UInt32]]
    /// For each first word that begins here, where its children begin.
    private(set) var firsts: [UInt32] = []
    /// The code of `</s>`, with which a path ends.
    private let end: UInt32

    init(depth: Int, end: UInt32) {
        codes = [[UInt32]](repeating: [], count: depth)
        counts = codes
        childStarts = codes
        self.end = end
    }

    mutating func beginWord() { firsts.append(UInt32(codes[0].count)) }

    /// Adds a path, or the part of it that the one before has not.
    ///
    /// - Parameters:
    ///   - shared: how many words it has in common with the one before, of the same first word.
    ///   - word: the code of each of its words.
    @inline(__always)
    mutating func add(count: UInt32, shared: Int, _ word: (Int) -> UInt32) {
        for depth in 0..<shared {
            counts[depth][counts[depth].count - 1] += count
        }
        for depth in shared..<codes.count {
            let code = word(depth)
            codes[depth].append(code)
            counts[depth].append(count)
            if depth + 1 < codes.count { childStarts[depth].append(UInt32(codes[depth + 1].count)) }
            if code == end { return }
        }
    }
}
