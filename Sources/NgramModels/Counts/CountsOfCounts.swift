/// t_k: how many distinct n-grams of one order have a count of k.
package struct CountsOfCounts: Sendable, Equatable {
    /// Index 0 is not used.
    private var numbers: [Int]

    /// - Parameter highest: the largest k asked for later.
    package init(_ counts: [UInt32], upTo highest: Int = 4) {
        numbers = [Int](repeating: 0, count: highest + 1)
        add(counts)
    }

    /// Adds further n-grams of the order.
    package mutating func add(_ counts: [UInt32]) {
        for count in counts where count > 0 && Int(count) < numbers.count { numbers[Int(count)] += 1 }
    }

    package subscript(k: Int) -> Int { numbers[k] }
}
