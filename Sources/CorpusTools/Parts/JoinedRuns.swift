package import Counting
package import Tokenization

/// The runs of two corpora as those of one: the second's types get the numbers of the first's table, its documents numbers after
/// all of the first's.
package struct JoinedRuns<First: TokenRunSource, Second: TokenRunSource>: TokenRunSource {
    private let first: First
    private let second: Second
    private let ids: [TokenID]
    private let documents: Int
    private let runs: Int

    /// - Parameters:
    ///   - first: read first.
    ///   - second: read then.
    ///   - ids: of the second's types in the first's table.
    ///   - documents: added to the numbers of the second's documents.
    package init(_ first: First, _ second: Second, ids: [TokenID], documents: Int) throws {
        (self.first, self.second, self.ids, self.documents) = (first, second, ids, documents)
        runs = try first.scan(from: ()) { _, _ in }.results.count
    }

    package func scan<State: Sendable, Result: Sendable>(
        from state: @autoclosure () -> State,
        _ body: @escaping @Sendable (_ run: TokenRun, _ state: inout State) throws -> Result
    ) throws -> (results: [Result], states: [State]) {
        let start = try first.scan(from: state(), body)
        let (ids, documents, runs) = (ids, documents, runs)
        let end = try second.scan(from: state()) { run, state in
            try body(
                TokenRun(
                    document: run.document + documents, split: run.split, block: run.block, index: run.index + runs,
                    segmentsBefore: run.segmentsBefore, tokensBefore: run.tokensBefore,
                    ids: run.ids.map { ids[Int($0)] }),
                &state)
        }
        return (start.results + end.results, start.states + end.states)
    }
}
