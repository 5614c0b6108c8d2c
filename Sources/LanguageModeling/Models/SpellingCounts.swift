/// How often each sequence of three symbols stands in some words: what a spelling model is made of.
package struct SpellingCounts: Sendable {
    /// A scalar's value; `end` ends a word, `start` stands before it.
    typealias Symbol = UInt32
    static let end: Symbol = 0x11_0000
    static let start: Symbol = 0x11_0001

    /// Symbols of 21 bits, the latest lowest, behind a bit that tells how many; at most three.
    typealias SymbolSequence = UInt64
    static let none: SymbolSequence = 1
    static let beginning = none << 42 | SymbolSequence(start) << 21 | SymbolSequence(start)

    /// A sequence of two symbols and a third.
    @inline(__always)
    static func sequence(_ history: SymbolSequence, _ symbol: Symbol) -> SymbolSequence {
        history << 21 | SymbolSequence(symbol)
    }
    /// Of three symbols the last two.
    @inline(__always)
    static func history(after sequence: SymbolSequence) -> SymbolSequence { 1 << 42 | sequence & (1 << 42 - 1) }

    private(set) var table = SequenceTable(0)

    /// - Parameter words: each counts once.
    package init(of words: some Sequence<String>) {
        for word in words {
            var history = Self.beginning
            func add(_ symbol: Symbol) {
                let sequence = Self.sequence(history, symbol)
                table.update(sequence) { $0 += 1 }
                history = Self.history(after: sequence)
            }
            for scalar in word.unicodeScalars { add(scalar.value) }
            add(Self.end)
        }
    }

    /// The sequences in ascending order, each before its count.
    package var numbers: [UInt64] {
        var counts: [(SymbolSequence, Int)] = []
        table.forEach { counts.append(($0, $1)) }
        return counts.sorted { $0.0 < $1.0 }.flatMap { [$0, UInt64($1)] }
    }

    /// - Parameter numbers: as `numbers` gives them.
    /// - Returns: `nil` if they are no such counts.
    package init?(numbers: [UInt64]) {
        guard numbers.count.isMultiple(of: 2) else { return nil }
        table = SequenceTable(0, capacity: numbers.count / 2)
        var last: SymbolSequence = 1 << 63
        var sum = 0
        for place in stride(from: 0, to: numbers.count, by: 2) {
            guard numbers[place] > last, let count = Int(exactly: numbers[place + 1]), count > 0 else { return nil }
            let (longer, overflows) = sum.addingReportingOverflow(count)
            if overflows { return nil }
            sum = longer
            last = numbers[place]
            table.update(last) { $0 = count }
        }
    }
}
