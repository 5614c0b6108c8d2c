internal import Tokenization

/// A document as it stands in a database: its blocks in the order of the text, their tokens in the spool.
struct StoredDocument: Sendable {
    struct Block: Sendable {
        let split: Split
        let chunk: TokenSpool.Chunk
    }

    /// Whether its only segment was cut into splits.
    let isDivided: Bool
    var blocks: [Block]
}

/// Texts whose n-grams are to be counted, as they were read or as a database holds them.
enum CountedTexts: Sendable {
    case read([ReadDocument])
    case stored([StoredDocument])

    /// `</s>` counted.
    var tokenCount: Int {
        switch self {
        case .read(let documents): documents.reduce(0) { $0 + $1.tokenCount }
        case .stored(let documents): documents.reduce(0) { $1.blocks.reduce($0) { $0 + $1.chunk.count } }
        }
    }

    /// What sorts their n-grams, not yet begun.
    ///
    /// - Parameters:
    ///   - capacity: how many n-grams may be in memory.
    ///   - encoder: makes rows of the n-grams that were sorted, if that is wanted.
    func counter(
        in spool: TokenSpool, typeCount: Int, capacity: Int, encoder: NgramEncoder?, threads: Int
    ) throws -> NgramCounter {
        switch self {
        case .read(let documents):
            try NgramCounter(
                of: documents, in: spool, typeCount: typeCount, capacity: capacity, encoder: encoder, threads: threads)
        case .stored(let documents):
            try NgramCounter(
                of: documents, in: spool, typeCount: typeCount, capacity: capacity, encoder: encoder, threads: threads)
        }
    }
}
