internal import Tokenization

/// The places of a query: each takes a token of a set and leads to others; a set of places is bits of words.
struct Automaton: Sendable {
    /// Tokens of any kind, one after the other, of which so many must be taken.
    private struct Gap: Sendable {
        /// The places from which one may go on behind it.
        let exits: [UInt64]
        let after: [UInt64]
    }

    /// For each place what it takes; of places in gaps, anything.
    private var sets: [TypeSet] = []
    /// For each place of a word where it leads; empty for places in gaps.
    private var followers: [[UInt64]] = []
    private var gaps: [Gap] = []
    /// The places in gaps, and those that lead to the place behind them.
    private var inGaps: [UInt64]
    private var chained: [UInt64]
    private var starts: [UInt64]
    /// The bit that says that a match has ended: behind those of the places.
    private let accepting: Int
    private let wordCount: Int

    init(_ elements: [ResolvedElement]) {
        let sizes = elements.map(\.placeCount)
        accepting = sizes.reduce(0, +)
        wordCount = accepting / 64 + 1
        let none = [UInt64](repeating: 0, count: wordCount)
        (inGaps, chained) = (none, none)
        sets = Array(repeating: .any, count: accepting)
        followers = Array(repeating: [], count: accepting)
        var after = none
        after.insert(accepting)
        var end = accepting
        for (element, size) in zip(elements, sizes).reversed() {
            let begin = end - size
            var entrances = none
            switch element {
            case .gap(let count):
                var exits = none
                for place in begin..<end {
                    inGaps.insert(place)
                    if place + 1 < end { chained.insert(place) }
                    if place - begin + 1 >= count.lowerBound { exits.insert(place) }
                }
                gaps.append(Gap(exits: exits, after: after))
                if size > 0 { entrances.insert(begin) }
                if count.lowerBound == 0 { entrances.formUnion(after) }
            case .words(let sequences):
                var place = begin
                for sequence in Self.merged(sequences) {
                    entrances.insert(place)
                    for (index, set) in sequence.enumerated() {
                        sets[place] = set
                        var next = none
                        if index + 1 < sequence.count { next.insert(place + 1) } else { next = after }
                        followers[place] = next
                        place += 1
                    }
                }
            }
            after = entrances
            end = begin
        }
        starts = after
    }

    /// Alternatives of one token are one set.
    fileprivate static func merged(_ sequences: [[TypeSet]]) -> [[TypeSet]] {
        let single = sequences.filter { $0.count == 1 }.map { $0[0] }
        guard !single.isEmpty else { return sequences }
        return [[TypeSet(unionOf: single)]] + sequences.filter { $0.count > 1 }
    }

    /// Whether every match is one token.
    var isOneToken: Bool { accepting == 1 }

    /// What a match may begin with.
    var firstTypes: TypeSet { TypeSet(unionOf: (0..<accepting).filter { starts.contains($0) }.map { sets[$0] }) }

    func walker() -> Walker { Walker(self) }

    /// Goes through tokens, with room for the places that it stands at.
    struct Walker {
        private let automaton: Automaton
        private var places: [UInt64]
        private var next: [UInt64]

        fileprivate init(_ automaton: Automaton) {
            self.automaton = automaton
            places = automaton.starts
            next = automaton.starts
        }

        /// Where a match ends that begins at a token, or `nil`.
        mutating func end(ofMatchAt start: Int, in ids: Span<TokenID>, longest: Bool) -> Int? {
            let words = automaton.wordCount
            for index in 0..<words { places[index] = automaton.starts[index] }
            var position = start
            var end: Int?
            while position < ids.count, ids[position] != Marker.segmentEnd {
                step(ids[position])
                position += 1
                if next.contains(automaton.accepting) {
                    end = position
                    if !longest { return end }
                    next.remove(automaton.accepting)
                }
                swap(&places, &next)
                if !(0..<words).contains(where: { places[$0] != 0 }) { break }
            }
            return end
        }

        private mutating func step(_ id: TokenID) {
            var carry: UInt64 = 0
            for index in 0..<automaton.wordCount {
                let moving = places[index] & automaton.chained[index]
                next[index] = moving << 1 | carry
                carry = moving >> 63
            }
            for gap in automaton.gaps where places.intersects(gap.exits) { next.formUnion(gap.after) }
            for index in 0..<automaton.wordCount {
                var rest = places[index] & ~automaton.inGaps[index]
                while rest != 0 {
                    let place = index * 64 + rest.trailingZeroBitCount
                    if automaton.sets[place].contains(id) { next.formUnion(automaton.followers[place]) }
                    rest &= rest - 1
                }
            }
        }
    }
}

extension ResolvedElement {
    fileprivate var placeCount: Int {
        switch self {
        case .gap(let count): count.upperBound
        case .words(let sequences): Automaton.merged(sequences).reduce(0) { $0 + $1.count }
        }
    }
}

/// Sets of small numbers, all of one size.
extension [UInt64] {
    fileprivate func contains(_ place: Int) -> Bool { self[place / 64] >> UInt64(place % 64) & 1 != 0 }
    fileprivate mutating func insert(_ place: Int) { self[place / 64] |= 1 << UInt64(place % 64) }
    fileprivate mutating func remove(_ place: Int) { self[place / 64] &= ~(1 << UInt64(place % 64)) }
    fileprivate mutating func formUnion(_ other: [UInt64]) { for index in indices { self[index] |= other[index] } }
    fileprivate func intersects(_ other: [UInt64]) -> Bool { indices.contains { self[$0] & other[$0] != 0 } }
}
