internal import Basics
internal import Tokenization

/// What the stages of an ingest may hold of the memory that the user grants: a quarter for tokens, three eighths for
/// n-grams, an eighth for the text that is being tokenized, the rest for SQLite and for one stretch of text that cannot be
/// cut. The table of types comes on top.
struct MemoryPlan: Sendable {
    /// How many tokens and other 32-bit numbers are kept before they go to a file.
    let numbers: Int
    /// How many n-grams are sorted at a time.
    let ngrams: Int
    /// How many bytes of text a thread takes at a time.
    let batchSize: Int
    /// How many bytes a stretch that cannot be cut has at most. On its way from the decoder to SQLite it is held by up to
    /// 32 times as many: decoded, in UTF-16, canonical, as types and tokens, and buffers twice as they grow.
    let longestStretch: Int
    /// How many bytes a text has at most that is held whole: one of a format other than plain text.
    let longestHeld: Int
    /// How many KiB SQLite caches of a new database: more than 64 MiB do not make it faster.
    let databaseCache: Int

    private let memory: Int
    private static let stretchCost = 32

    /// - Parameter memory: what is granted; no more than a quarter of what the system grants is taken of it.
    init(memory: Int, threads: Int) {
        let memory = min(memory, addressSpaceLimit / 4)
        self.memory = memory
        numbers = memory / 4 / MemoryLayout<TokenID>.size
        ngrams = max(1 << 16, memory / 8 * 3 / MemoryLayout<UInt64>.size)
        databaseCache = min(max(memory / 8, 1 << 20), 1 << 26) >> 10
        // A thread holds the piece at work by about 8 times its size, and four more that wait for their turn by 4 times.
        // More than 2 MiB do not make it faster.
        batchSize = min(max(memory / 8 / (24 * threads), 1 << 16), 1 << 21)
        longestHeld = min(max(memory / 4, 64 << 20), Int(Int32.max))
        longestStretch = min(max(memory / Self.stretchCost, batchSize), TextPieces.longestStretch)
    }

    /// How many bytes a piece of text has, which becomes a block of tokens: a character is a token, a word has five bytes.
    func pieceSize(of tokens: TokenizerSettings.Tokens) -> Int {
        min(batchSize, tokens == .characters ? 65_000 : 1 << 18)
    }

    /// What to say of a text that has no place.
    func explain(_ error: TextError, in name: String) -> StorageError {
        guard case .stretchTooLong = error, longestStretch < TextPieces.longestStretch else {
            return .text(error, in: name)
        }
        // More than this allows no longer stretch.
        let wanted = min(4 * memory, Self.stretchCost * TextPieces.longestStretch)
        return .text(error, in: name, memory: .init(stretch: wanted / Self.stretchCost, memory: wanted))
    }
}
