internal import Basics
internal import Counting
internal import Documents
internal import Foundation
internal import Synchronization
internal import Tokenization

/// Second stage, between reading and assembling: workers take pieces, tokenize them with type tables of their own,
/// and hand them on in the order of the text.
///
/// Each worker reads its pieces itself, some small ones together, one worker at a time, and then works without a lock;
/// whoever has the next pieces in order merges their types. Ids and tokens are the same for any number of workers.
final class TokenizingPipeline: @unchecked Sendable {
    private enum Result {
        /// Whose types are the batch's.
        case piece(TokenizedPiece, text: PieceText?)
        case end(PieceReader.End)
        case failure(any Error)
    }

    /// What is tokenized of the next pieces, and their types together: what short documents share is given its id
    /// once.
    private struct Batch {
        var types = TypeTable()
        var results: [Result] = []
    }

    /// Stands where a batch's types are not: a table is not copied then.
    private static let noTypes = TypeTable()

    private let reader: PieceReader
    private let spool: TokenSpool
    /// Bytes of pieces that are handed on together: what they share is given its id once.
    private let batchSize: Int
    /// Whether shares divide the documents for which the user named no split.
    private let cutsDocuments: Bool
    private let keepsText: Bool
    private let settings: TokenizerSettings
    private let threads: Int

    /// Guards `reader` and `taken`.
    private let readLock = NSLock()
    private var taken = 0
    private var isExhausted = false

    /// Guards `assembler`, `waiting`, `merged` and `failure`.
    private let mergeLock = NSCondition()
    private var assembler: DocumentAssembler
    private var waiting: [Int: Batch] = [:]
    private var merged = 0
    private var failure: (any Error)?

    /// - Parameter keepsText: whether the pieces' text goes into the spool beside their tokens.
    init(
        _ reader: PieceReader, types: TypeTable, splitting: Splitting, spool: TokenSpool, keepsText: Bool,
        batchSize: Int, threads: Int, largestTypeCount: Int
    ) {
        self.reader = reader
        self.keepsText = keepsText
        self.batchSize = batchSize
        cutsDocuments = splitting.by == .segments
        self.spool = spool
        self.threads = max(1, threads)
        settings = reader.settings
        assembler = DocumentAssembler(
            types: types, settings: reader.settings, splitting: splitting, spool: spool,
            largestTypeCount: largestTypeCount)
    }

    /// Reads everything.
    /// - Returns: the documents in order and the types of the corpus with theirs.
    /// - Throws: the first error in the order of the text.
    func run() throws -> (documents: [ReadDocument], types: TypeTable) {
        parallel(threads, threads: threads) { _, _ in self.work() }
        if let failure { throw failure }
        return (assembler.documents, assembler.types)
    }

    private func work() {
        let (tokenizer, packer): (DocumentTokenizer, TextPacker?)
        do {
            tokenizer = try DocumentTokenizer(settings)
            packer = keepsText ? try TextPacker() : nil
        } catch {
            mergeLock.withLock {
                if failure == nil {
                    failure = (error as? TextError).map { StorageError.text($0, in: "ICU") } ?? error
                }
                mergeLock.broadcast()
            }
            return
        }
        var typeCount = 0
        while let (number, items) = nextItems() {
            var batch = Batch()
            // The next has about as many types as the last: its table need not grow step by step.
            batch.types.reserveCapacity(typeCount)
            tokenize(items, by: tokenizer, packer, into: &batch)
            typeCount = batch.types.count
            deliver(number, batch)
        }
    }

    private func tokenize(
        _ items: [Swift.Result<PieceReader.Item, any Error>], by tokenizer: DocumentTokenizer, _ packer: TextPacker?,
        into batch: inout Batch
    ) {
        for (index, item) in items.enumerated() {
            switch item {
            case .success(.piece(let source)):
                let packer = isCut(index, of: items) ? nil : packer
                do {
                    try tokenize(source.text, source.format, by: tokenizer, packer, into: &batch)
                } catch {
                    batch.results.append(
                        .failure((error as? TextError).map { StorageError.text($0, in: source.title) } ?? error))
                }
            case .success(.end(let end)): batch.results.append(.end(end))
            case .failure(let error): batch.results.append(.failure(error))
            }
        }
    }

    /// Tokenizes a piece, and the parts of one that has more tokens without the end of a segment than a block holds.
    private func tokenize(
        _ text: TextPiece, _ format: TextFormat, by tokenizer: DocumentTokenizer, _ packer: TextPacker?,
        into batch: inout Batch
    ) throws {
        var piece = TokenizedPiece(types: Self.noTypes)
        swap(&piece.types, &batch.types)
        do {
            // The batch's pieces before a bad one still need their types.
            defer { swap(&piece.types, &batch.types) }
            try tokenizer.tokenize(text, format: format, into: &piece)
        }
        if piece.tokens.count >= BlockWriter.blockSize, piece.longestSegment >= BlockWriter.blockSize,
            let halves = tokenizer.halves(of: text, format: format)
        {
            for half in [halves.0, halves.1] { try tokenize(half, format, by: tokenizer, packer, into: &batch) }
        } else {
            batch.results.append(.piece(piece, text: keepsText ? try PieceText(text.utf8, by: packer) : nil))
        }
    }

    /// Whether an item is a whole document, which shares are going to divide.
    private func isCut(_ index: Int, of items: [Swift.Result<PieceReader.Item, any Error>]) -> Bool {
        guard cutsDocuments, index + 1 < items.count, case .success(.end(let end)) = items[index + 1],
            end.source.split == nil
        else { return false }
        if index == 0 { return false }
        if case .success(.end) = items[index - 1] { return true }
        return false
    }

    /// - Returns: the number of the batch, and what is next; `nil` if there is nothing left.
    private func nextItems() -> (Int, [Swift.Result<PieceReader.Item, any Error>])? {
        readLock.withLock {
            var items: [Swift.Result<PieceReader.Item, any Error>] = []
            var bytes = 0
            while bytes < batchSize && !isExhausted {
                do {
                    guard let item = try reader.next() else {
                        isExhausted = true
                        break
                    }
                    // An end is work too, and a document may be empty.
                    if case .piece(let piece) = item { bytes += piece.text.utf8.count } else { bytes += 256 }
                    items.append(.success(item))
                } catch {
                    isExhausted = true
                    items.append(.failure(error))
                }
            }
            guard !items.isEmpty else { return nil }
            defer { taken += 1 }
            return (taken, items)
        }
    }

    /// Stores a batch and merges all that are next in order.
    private func deliver(_ number: Int, _ batch: Batch) {
        mergeLock.lock()
        // Bounds what waits: a slow piece must not let the others run ahead through the whole text.
        while number > merged + 4 * threads && failure == nil { mergeLock.wait() }
        waiting[number] = batch
        while failure == nil, let next = waiting.removeValue(forKey: merged) {
            do {
                try merge(next)
                merged += 1
            } catch {
                failure = error
            }
            mergeLock.broadcast()
        }
        let failed = failure != nil
        mergeLock.unlock()
        if failed { readLock.withLock { isExhausted = true } }
    }

    private func merge(_ batch: Batch) throws {
        let ids = try assembler.take(batch.types)
        for result in batch.results {
            switch result {
            case .failure(let error): throw error
            case .piece(let piece, let text):
                let chunk = try assembler.take(piece, text: text)
                var tokens = piece.tokens
                for index in tokens.indices { tokens[index] = ids[Int(tokens[index])] }
                try spool.fill(chunk, with: tokens)
            case .end(let end):
                try assembler.finish(end)
            }
        }
    }
}
