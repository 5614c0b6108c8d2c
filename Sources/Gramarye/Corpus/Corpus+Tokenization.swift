internal import Basics
package import Counting
package import Tokenization

extension Corpus {
    /// A text from outside as a tokenizer cuts it: segments of tokens, each ended by `</s>`.
    ///
    /// ```swift
    /// let (types, tokens) = try corpus.tokenize("Call me Ishmael.".utf8.span)
    /// tokens.ids.map { types[$0] }  // ["call", "me", "ishmael", "</s>"]
    /// ```
    ///
    /// - Parameters:
    ///   - utf8: its bytes; a byte-order mark wins over UTF-8.
    ///   - settings: `nil` for the corpus's; `auto` segments are decided by the text.
    /// - Returns: the types of the text alone, and its tokens as one document. A text without tokens has no segment.
    /// - Throws: `TextError` if the bytes are not valid text.
    package func tokenize(
        _ utf8: Span<UInt8>, by settings: TokenizerSettings? = nil, threads: Int = availableThreads
    ) throws -> (types: TypeTable, tokens: TokenStream) {
        try tokenized(utf8, by: settings ?? tokenizer, threads: threads)
    }
}

/// The same of no corpus.
func tokenized(
    _ utf8: Span<UInt8>, by settings: TokenizerSettings, threads: Int
) throws -> (types: TypeTable, tokens: TokenStream) {
    var cutter = TextPieces(
        settings: settings, decoder: TextDecoder(endsLinesAtReturn: LineEnds.areReturns(in: utf8)))
    var pieces: [TextPiece] = []
    // By chunks, whose copies on the way stay in the processor's caches.
    for start in stride(from: 0, to: utf8.count, by: chunkSize) {
        pieces += try cutter.append(utf8.extracting(start..<min(start + chunkSize, utf8.count)))
    }
    pieces += try cutter.finish()
    let stretches = pieces
    // Tables of types that grow under way take a tenth of the time.
    let likelyTypes = utf8.count / bytesPerType
    let workers = SharedSlots(max(1, min(threads, stretches.count))) {
        var worker = TokenizingWorker()
        worker.piece.types.reserveCapacity(likelyTypes)
        return worker
    }
    parallel(stretches.count, threads: threads) { index, worker in
        workers.update(worker) { $0.tokenize(stretches[index], number: index, settings) }
    }
    let tokenized = workers.values
    let failures = tokenized.compactMap(\.failure)
    if let first = failures.min(by: { $0.stretch < $1.stretch }) { throw first.error }

    var (types, stream) = (TypeTable(), TokenStream(documentStarts: [0]))
    (types, stream.ids) = joined(tokenized, threads: threads)
    for piece in tokenized.map(\.piece) {
        stream.characterCount += piece.segmentCharacters.reduce(0, +) + piece.openCharacters
    }
    if let last = stream.ids.last, last != Marker.segmentEnd {
        stream.ids.append(Marker.segmentEnd)
        stream.characterCount += settings.segmentEndCharacters
    }
    return (types, stream)
}

private let chunkSize = 1 << 20
/// Of English prose of 20 MB.
private let bytesPerType = 200

/// The types and tokens of a text whose stretches several workers came to read: in the order of the text, so that ids do
/// not depend on which worker read what.
private func joined(_ tokenized: [TokenizingWorker], threads: Int) -> (TypeTable, [TokenID]) {
    if tokenized.count == 1 { return (tokenized[0].piece.types, tokenized[0].piece.tokens) }
    let runs = tokenized.indices.flatMap { worker in tokenized[worker].runs.map { (worker: worker, run: $0) } }
        .sorted { $0.run.stretch < $1.run.stretch }
    var types = TypeTable()
    types.reserveCapacity(tokenized.map(\.piece.types.count).max() ?? 0)
    var newIDs = [[TokenID]](repeating: [], count: tokenized.count)
    var ranges: [Range<Int>] = []
    for (worker, run) in runs {
        newIDs[worker] += types.insert(
            contentsOf: tokenized[worker].piece.types, newIDs[worker].count..<run.typeCount)
        let start = ranges.last?.upperBound ?? 0
        ranges.append(start..<start + run.tokens.count)
    }
    let maps = newIDs
    let ids = parallelArray(ranges, threads: threads) { index in
        let (worker, run) = runs[index]
        let map = maps[worker]
        return tokenized[worker].piece.tokens[run.tokens].map { map[Int($0)] }
    }
    return (types, ids)
}

/// What one thread makes of the stretches of a text that it came to read.
private struct TokenizingWorker: Sendable {
    var piece = TokenizedPiece()
    /// The stretches read, where their tokens stand, and how many types there were after each.
    var runs: [(stretch: Int, tokens: Range<Int>, typeCount: Int)] = []
    var failure: (stretch: Int, error: any Error)?

    mutating func tokenize(_ stretch: TextPiece, number: Int, _ settings: TokenizerSettings) {
        guard failure == nil else { return }
        do {
            let start = piece.tokens.count
            try Tokenizer(settings).tokenize(
                stretch.utf8.span, firstLine: stretch.firstLine, segments: stretch.segments,
                leavesSegmentOpen: stretch.leavesSegmentOpen, into: &piece)
            runs.append((number, start..<piece.tokens.count, piece.types.count))
        } catch {
            failure = (number, error)
        }
    }
}
