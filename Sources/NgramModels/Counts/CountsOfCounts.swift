/// t_k: how many distinct n-grams of one order have a count of k.
package struct CountsOfCounts: Sendable, Equatable {
    /// Index 0 is not used.
    private let numbers: [Int]

    /// - Parameter highest: the largest k asked for later.
    package init(_ counts: [UInt32], upTo highest: Int = 4) {
        var numbers = [Int](repeating: 0, count: highest + 1)
        for count in counts where count > 0 && count <= UInt32(highest) { numbers[Int(count)] += 1 }
        self.numbers = numbers
    }

    package subscript(k: Int) -> Int { numbers[k] }
}
