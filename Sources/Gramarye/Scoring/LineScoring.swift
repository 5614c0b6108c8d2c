internal import Basics
internal import Tokenization

/// Scores texts as they come: bytes in, what models say of each unit out, in the order of the input.
///
/// ```swift
/// let scoring = try LineScoring([shelf.lineModel("mkn:3", called: "mkn:3")])
/// for bytes in chunks {
///     for unit in try scoring.append(bytes, each: { $0.scores[0].evaluation.logLikelihood }) { … }
/// }
/// ```
package final class LineScoring {
    private let threads: Int
    private let workers: SharedSlots<Worker>
    private var cutter: UnitCutter

    /// A scorer that one thread at a time uses.
    private struct Worker: @unchecked Sendable { let scorer: LineScorer }

    /// Units that are scored at a time by a thread: fewer would wait for each other, more would wait for memory.
    private static let share = 512

    /// - Parameters:
    ///   - models: each says something of each unit.
    ///   - kind: what a unit is.
    ///   - field: the key of the text in lines that are JSON objects; `nil` for lines that are texts.
    ///   - lossy: whether invalid bytes are replaced, and counted.
    ///   - keepsEvents: whether each event's probability is told.
    ///   - threads: at most this many; results do not depend on it.
    /// - Throws: `TextError` if ICU's data are missing.
    package init(
        _ models: [LineModel], of kind: ScoringUnit.Kind = .line, field: String? = nil, lossy: Bool = false,
        keepsEvents: Bool = false, threads: Int = 1
    ) throws {
        self.threads = threads
        cutter = UnitCutter(kind, field: field, lossy: lossy)
        let scorers = try (0..<max(1, threads)).map { _ in
            Worker(scorer: try LineScorer(models, kind, keepsEvents: keepsEvents))
        }
        var next = scorers.makeIterator()
        workers = SharedSlots(scorers.count) { next.next()! }
    }

    /// How many characters stand in place of invalid bytes.
    package var replacements: Int { cutter.replacements }

    /// What becomes of each unit that ends in the next bytes.
    ///
    /// - Parameter body: is called on several threads.
    /// - Throws: `ScoringInputError` for an encoding whose lines cannot be cut as they come.
    package func append<Result: Sendable>(
        _ bytes: [UInt8], each body: @Sendable (ScoredUnit) -> Result
    ) throws -> [Result] {
        results(of: try cutter.append(bytes), body)
    }

    /// What becomes of the units that are left at the end.
    package func finish<Result: Sendable>(each body: @Sendable (ScoredUnit) -> Result) throws -> [Result] {
        results(of: try cutter.finish(), body)
    }

    private func results<Result: Sendable>(
        of batch: ScoringBatch, _ body: @Sendable (ScoredUnit) -> Result
    ) -> [Result] {
        let shares = ranges(ofLength: Self.share, upTo: batch.units.count)
        guard threads > 1, shares.count > 1 else {
            var made: [Result] = []
            if !batch.units.isEmpty { workers.update(0) { made = $0.scorer.scores(of: batch).map(body) } }
            return made
        }
        let results = SharedSlots<[Result]>(shares.count) { [] }
        let workers = workers
        parallel(shares.count, threads: threads) { index, worker in
            let part = batch.part(shares[index])
            workers.update(worker) { worker in
                let made = worker.scorer.scores(of: part).map(body)
                results.update(index) { $0 = made }
            }
        }
        return results.values.flatMap { $0 }
    }
}
