/// What decompression may take.
package struct DecompressionSettings: Sendable {
    /// Bytes that a decompressor may take for what it has to remember. What every archiver's usual settings want is
    /// allowed in any case: `xz -9` wants 65 MiB.
    var memory: Int
    /// Whether an input may unpack to any number of times its size.
    var anyRatio: Bool
    /// Whether who reads can choose otherwise.
    let areChosen: Bool

    private static let least = 96 << 20

    /// For a reader who chooses.
    package init(memory: Int, anyRatio: Bool) {
        self.memory = max(memory, Self.least)
        self.anyRatio = anyRatio
        areChosen = true
    }

    /// For a text or a list that is read whole.
    package init() {
        memory = 2 << 30
        anyRatio = false
        areChosen = false
    }
}
