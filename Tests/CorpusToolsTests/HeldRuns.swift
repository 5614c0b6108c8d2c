internal import Basics
internal import CorpusTools
internal import Counting
internal import Tokenization

/// Documents of segments of words, held in memory: what the tools read in tests.
struct HeldRuns: TokenRunSource {
    let types: TypeTable
    let runs: [TokenRun]

    /// - Parameters:
    ///   - documents: each a list of segments, each a list of words.
    ///   - segmentsPerRun: how many a run has at most.
    init(_ documents: [[[String]]], segmentsPerRun: Int = 2) {
        var types = TypeTable()
        var runs: [TokenRun] = []
        for (document, segments) in documents.enumerated() {
            var tokens = 0
            for (block, start) in stride(from: 0, to: segments.count, by: segmentsPerRun).enumerated() {
                let some = segments[start..<min(start + segmentsPerRun, segments.count)]
                runs.append(
                    TokenRun(
                        document: document + 1, split: .train, block: block, index: runs.count, segmentsBefore: start,
                        tokensBefore: tokens, ids: some.flatMap { $0.map { types.insert($0) } + [Marker.segmentEnd] }))
                tokens += some.map(\.count).reduce(0, +)
            }
        }
        self.types = types
        self.runs = runs
    }

    func scan<State: Sendable, Result: Sendable>(
        from state: @autoclosure () -> State,
        _ body: @escaping @Sendable (_ run: TokenRun, _ state: inout State) throws -> Result
    ) throws -> (results: [Result], states: [State]) {
        // Two workers in turn, so that what is counted must be put together.
        var states = [state(), state()]
        let results = try runs.map { try body($0, &states[$0.index % 2]) }
        return (results, states)
    }
}
