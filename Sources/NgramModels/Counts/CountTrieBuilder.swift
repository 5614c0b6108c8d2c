internal import Basics
internal import Counting
internal import LanguageModeling
internal import Tokenization

/// Builds the levels of ``NgramCounts`` by sorting.
///
/// The places of the text are grouped by the node that the window there has reached, and each group is sorted by as many
/// further words as 64 bits hold, on all threads. So one pass builds several levels at once, any order is reached in stages, and what
/// is sorted at a time lies in the processor's caches.
struct CountTrieBuilder {
    private static let noNode = UInt32.max

    /// `<s> w₁ … w_k </s>` for each segment.
    private let text: [WordID]
    private let idCount: Int
    private let code: WordCode
    private let limits: TrieLimits

    init(
        words: consuming [WordID], idCount: Int, code: WordCode, limits: TrieLimits
    ) throws(EstimationError) {
        var text: [WordID] = []
        let places = words.count + words.reduce(0) { $0 + ($1 == Marker.segmentEnd ? 1 : 0) }
        guard places <= limits.places else { throw .tooManyTokens(words.count) }
        text.reserveCapacity(places)
        var begins = true
        for word in words {
            if begins { text.append(Marker.segmentStart) }
            text.append(word)
            begins = word == Marker.segmentEnd
        }
        self.text = text
        self.idCount = idCount
        self.code = code
        self.limits = limits
    }

    func levels(order: Int) throws(EstimationError) -> [NgramCounts.Level] {
        guard idCount <= limits.ngrams else { throw .tooManyNgrams(order: order) }
        var levels = [unigrams()]
        // The node that the window at each place of the text has reached, until it meets the segment's end.
        var nodes = text
        while levels.count < order {
            guard fewestNgrams(levels, order: order) <= limits.ngrams else { throw .tooManyNgrams(order: order) }
            let words = min(64 / code.bits, order - levels.count)
            extend(&levels, by: words, from: &nodes, isLast: levels.count + words == order)
            let total = levels.reduce(0) { $0 + $1.count }
            guard total <= limits.ngrams else { throw .tooManyNgrams(order: order) }
        }
        return levels
    }

    /// How many n-grams there will be at least: all but the last of each segment go on to one of the next order.
    private func fewestNgrams(_ levels: [NgramCounts.Level], order: Int) -> Int {
        let segments = Int(levels[0].counts[Int(Marker.segmentStart)])
        let last = levels[levels.count - 1].codes.count { $0 != code.code(of: Marker.segmentEnd) }
        // The unigrams not seen have no continuation; where text is long they do not matter.
        var expected = levels.count == 1 ? levels[0].counts.count { $0 > 0 } : last
        var total = levels.reduce(0) { $0 + $1.count }
        for _ in levels.count..<order where expected > 0 {
            expected -= segments
            total += max(0, expected)
            if total > limits.ngrams { break }
        }
        return total
    }

    private func unigrams() -> NgramCounts.Level {
        var level = NgramCounts.Level()
        level.codes = (0..<WordID(idCount)).map(code.code)
        level.counts = [UInt32](repeating: 0, count: idCount)
        for word in text { level.counts[Int(word)] += 1 }
        return level
    }

    /// Adds the levels of windows longer by 1…`words` words.
    private func extend(
        _ levels: inout [NgramCounts.Level], by words: Int, from nodes: inout [UInt32], isLast: Bool
    ) {
        let length = levels.count
        let parent = levels[length - 1]
        let (places, groupEnds) = places(of: nodes, length: length, parent: parent)
        if isLast { nodes = [] } else { for place in nodes.indices { nodes[place] = Self.noNode } }

        var branch = TrieBranch(levels: words, code: code, capacity: places.count)
        var childStarts: [UInt32] = []
        childStarts.reserveCapacity(parent.count + 1)
        // Not many pieces at a time: what they hold is held a second time in the end.
        var left = Self.pieces(of: groupEnds)[...]
        while !left.isEmpty {
            let some = left.prefix(2 * availableThreads)
            left = left.dropFirst(some.count)
            let made = parallelMap(some.count) { index in
                sorted(places, groupEnds, some[some.startIndex + index], length: length, words: words, isLast: isLast)
            }
            for piece in made {
                for start in piece.childStarts { childStarts.append(branch.firstCount + start) }
                let before = branch.append(piece.branch)
                for (place, node) in piece.reached { nodes[Int(place)] = before + node }
            }
        }
        childStarts.append(branch.firstCount)
        levels[length - 1].childStarts = childStarts
        levels += branch.finished()
    }

    /// Places of a piece, about: as many as keep a thread busy for a while, and few beside all.
    private static let pieceSize = 1 << 17

    /// Groups that are sorted together.
    private static func pieces(of groupEnds: [UInt32]) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var (first, start) = (0, 0)
        for (group, end) in groupEnds.enumerated() where Int(end) - start >= pieceSize || group == groupEnds.count - 1 {
            pieces.append(first..<group + 1)
            (first, start) = (group + 1, Int(end))
        }
        return pieces
    }

    /// What a thread makes of some groups, its nodes numbered from 0.
    private struct Piece: Sendable {
        var branch: TrieBranch
        /// For each group, where its nodes of the first level begin.
        var childStarts: [UInt32] = []
        /// Where the windows that go on have come to.
        var reached: [(place: UInt32, node: UInt32)] = []
    }

    private func sorted(
        _ places: [UInt32], _ groupEnds: [UInt32], _ groups: Range<Int>, length: Int, words: Int, isLast: Bool
    ) -> Piece {
        var start = groups.lowerBound == 0 ? 0 : Int(groupEnds[groups.lowerBound - 1])
        let count = Int(groupEnds[groups.upperBound - 1]) - start
        var piece = Piece(branch: TrieBranch(levels: words, code: code, capacity: count))
        piece.childStarts.reserveCapacity(groups.count)
        if !isLast { piece.reached.reserveCapacity(count) }
        var keys: [PositionedKey] = []
        for groupEnd in groupEnds[groups] {
            piece.childStarts.append(piece.branch.firstCount)
            let group = start..<Int(groupEnd)
            start = group.upperBound
            if group.isEmpty { continue }
            keys.removeAll(keepingCapacity: true)
            for place in places[group] {
                keys.append(PositionedKey(key: key(from: Int(place) + length, words: words), position: place))
            }
            RadixSort.sort(&keys, significantBits: words * code.bits)
            piece.branch.begin()
            var index = 0
            while index < keys.count {
                var runEnd = index + 1
                while runEnd < keys.count && keys[runEnd].key == keys[index].key { runEnd += 1 }
                let node = piece.branch.add(keys[index].key, count: UInt32(runEnd - index))
                if let node, !isLast { for run in index..<runEnd { piece.reached.append((keys[run].position, node)) } }
                index = runEnd
            }
        }
        return piece
    }

    /// The places whose windows go on beyond their nodes, grouped by node in ascending order, and where groups end.
    private func places(
        of nodes: [UInt32], length: Int, parent: NgramCounts.Level
    ) -> (places: [UInt32], groupEnds: [UInt32]) {
        // A window goes on each time it occurs, unless it ends a segment.
        let end = code.code(of: Marker.segmentEnd)
        var next: [UInt32] = []
        next.reserveCapacity(parent.count)
        var total: UInt32 = 0
        for node in 0..<parent.count {
            next.append(total)
            if parent.codes[node] != end { total += parent.counts[node] }
        }
        var places = [UInt32](repeating: 0, count: Int(total))
        for (place, node) in nodes.enumerated() where node != Self.noNode {
            guard parent.codes[Int(node)] != end else { continue }
            places[Int(next[Int(node)])] = UInt32(place)
            next[Int(node)] += 1
        }
        // Where the last place of each group was put, the next group begins.
        return (places, next)
    }

    /// The codes of the words from a place on, ended after `</s>` by zeros.
    @inline(__always)
    private func key(from place: Int, words: Int) -> UInt64 {
        var key: UInt64 = 0
        var shift = UInt64(words * code.bits)
        for word in text[place..<min(place + words, text.count)] {
            shift -= UInt64(code.bits)
            key |= UInt64(code.code(of: word)) << shift
            if word == Marker.segmentEnd { break }
        }
        return key
    }
}

/// Levels that grow by one path after the other, in ascending order of their keys.
private struct TrieBranch: Sendable {
    private var levels: [NgramCounts.Level]
    private let bits: UInt64
    private let mask: UInt64
    private let end: UInt32
    private var previous: UInt64?

    /// - Parameter capacity: how many nodes a level has at most; memory is taken as it is filled.
    init(levels: Int, code: WordCode, capacity: Int) {
        bits = UInt64(code.bits)
        mask = UInt64(1) << bits - 1
        end = code.code(of: Marker.segmentEnd)
        self.levels = []
        for number in 0..<levels {
            var level = NgramCounts.Level()
            level.codes.reserveCapacity(capacity)
            level.counts.reserveCapacity(capacity)
            if number + 1 < levels { level.childStarts.reserveCapacity(capacity + 1) }
            self.levels.append(level)
        }
    }

    /// Nodes of the first level.
    var firstCount: UInt32 { UInt32(levels[0].count) }

    /// The next path begins at another node.
    mutating func begin() { previous = nil }

    /// Adds a path, or the part of it that the one before has not.
    /// - Returns: its node in the last level, `nil` if the path ends before with `</s>`.
    mutating func add(_ key: UInt64, count: UInt32) -> UInt32? {
        var shared = 0
        if let previous {
            shared = ((key ^ previous).leadingZeroBitCount - (64 - levels.count * Int(bits))) / Int(bits)
            for depth in 0..<shared { levels[depth].counts[levels[depth].counts.count - 1] += count }
        }
        previous = key
        for depth in shared..<levels.count {
            let word = UInt32(truncatingIfNeeded: (key >> (UInt64(levels.count - 1 - depth) * bits)) & mask)
            levels[depth].codes.append(word)
            levels[depth].counts.append(count)
            if depth + 1 < levels.count { levels[depth].childStarts.append(UInt32(levels[depth + 1].count)) }
            if word == end { return nil }
        }
        return UInt32(levels[levels.count - 1].count - 1)
    }

    /// Appends what another has grown.
    /// - Returns: how many nodes the last level had before.
    mutating func append(_ other: TrieBranch) -> UInt32 {
        let before = UInt32(levels[levels.count - 1].count)
        for depth in levels.indices.dropLast() {
            let below = UInt32(levels[depth + 1].count)
            for start in other.levels[depth].childStarts { levels[depth].childStarts.append(below + start) }
        }
        for depth in levels.indices {
            levels[depth].codes += other.levels[depth].codes
            levels[depth].counts += other.levels[depth].counts
        }
        return before
    }

    mutating func finished() -> [NgramCounts.Level] {
        for depth in levels.indices.dropLast() { levels[depth].childStarts.append(UInt32(levels[depth + 1].count)) }
        return levels
    }
}
