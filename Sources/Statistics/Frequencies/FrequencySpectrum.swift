/// How many types occur how often: V_m for each frequency m.
///
/// Everything that depends on the frequencies alone, and not on which type has which, is computed from this value. Its
/// length grows like the square root of the number of types, so a fit costs the same for a novel and a library.
///
///     FrequencySpectrum(counts: [3, 1, 1]).entries  // V₁ = 2, V₃ = 1
public struct FrequencySpectrum: Sendable, Equatable {
    /// V_m types occur m times each.
    public struct Entry: Sendable, Equatable {
        /// m ≥ 1.
        public let frequency: Int
        /// V_m ≥ 1.
        public let types: Int

        public init(frequency: Int, types: Int) {
            self.frequency = frequency
            self.types = types
        }
    }

    /// The frequencies that occur, ascending.
    public let entries: [Entry]
    /// N = Σ m V_m.
    public let tokens: Int
    /// V = Σ V_m.
    public let types: Int

    /// - Precondition: frequencies ascend strictly; frequencies and types are at least 1.
    public init(entries: [Entry]) {
        precondition(entries.allSatisfy { $0.frequency >= 1 && $0.types >= 1 })
        precondition(zip(entries, entries.dropFirst()).allSatisfy { $0.frequency < $1.frequency })
        self.entries = entries
        tokens = entries.reduce(0) { $0 + $1.frequency * $1.types }
        types = entries.reduce(0) { $0 + $1.types }
    }

    /// The spectrum of a count for each type; zeros are types not seen and are left out.
    /// - Complexity: linear, but for the types more frequent than 65,535, which are sorted.
    @inlinable  // Ten million counts a corpus: unspecialized it would take as long as counting them.
    public init(counts: some Sequence<some BinaryInteger>) {
        var typesOf = [Int](repeating: 0, count: 1 << 16)
        var large: [Int] = []
        for count in counts {
            let m = Int(count)
            precondition(m >= 0, "a count is not negative")
            if m < typesOf.count { typesOf[m] += 1 } else { large.append(m) }
        }
        var entries: [Entry] = []
        for m in 1..<typesOf.count where typesOf[m] > 0 { entries.append(Entry(frequency: m, types: typesOf[m])) }
        large.sort()
        var first = 0
        while first < large.count {
            let end = large[first...].firstIndex { $0 != large[first] } ?? large.count
            entries.append(Entry(frequency: large[first], types: end - first))
            first = end
        }
        self.init(entries: entries)
    }

    /// V_m, 0 where no type occurs m times.
    /// - Complexity: logarithmic in the number of entries.
    public func types(ofFrequency m: Int) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].frequency < m { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].frequency == m ? entries[low].types : 0
    }

    /// How many types the entries before each have, and last the number of all.
    static func cumulativeTypes(_ entries: [Entry]) -> [Int] {
        var sums = [0]
        sums.reserveCapacity(entries.count + 1)
        for entry in entries { sums.append(sums.last! + entry.types) }
        return sums
    }

    /// V₁.
    public var hapaxLegomena: Int { types(ofFrequency: 1) }
    /// V₂.
    public var disLegomena: Int { types(ofFrequency: 2) }
    /// The frequency of the most frequent type, 0 of an empty spectrum.
    public var maximum: Int { entries.last?.frequency ?? 0 }
    public var isEmpty: Bool { entries.isEmpty }
}
