/// What decompression may take.
package struct DecompressionSettings: Sendable {
    /// Bytes that a decompressor may take for what it has to remember. What every archiver's usual settings want is
    /// allowed in any case: `xz -9` wants 65 MiB.
    var memory: Int
    /// Whether an input may unpack to any number of times its size.
    var anyRatio: Bool
    /// What to do where it may not and does.
    var ratioRemedy: String
    /// What to do where the memory is too little.
    var memoryRemedy: String

    private static let least = 96 << 20

    /// For `ingest`, whose options they are.
    package init(memory: Int, anyRatio: Bool) {
        self.memory = max(memory, Self.least)
        self.anyRatio = anyRatio
        ratioRemedy = "Read it all the same with --any-ratio."
        memoryRemedy = "Allow it with --memory."
    }

    /// For a text or a list that a command reads whole.
    package init() {
        memory = 2 << 30
        anyRatio = false
        ratioRemedy = "Unpack it yourself, and name the file."
        memoryRemedy = ratioRemedy
    }
}
