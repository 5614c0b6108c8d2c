internal import Basics
internal import CorpusTools
internal import Counting
internal import Storage
internal import Tokenization

/// The runs of a part of a corpus.
struct CorpusRuns: TokenRunSource {
    let store: CorpusStore
    let part: CorpusPart

    func scan<State: Sendable, Result: Sendable>(
        from state: @autoclosure () -> State,
        _ body: @escaping @Sendable (_ run: TokenRun, _ state: inout State) throws -> Result
    ) throws -> (results: [Result], states: [State]) {
        try store.scan(
            documents: part.documents?.ids, splits: part.hasAllSplits ? nil : part.splits, from: state(), body)
    }

    func runSizes() throws -> [Int] {
        func measured() throws -> [Int] {
            try scan(from: ()) { run, _ in run.ids.count { $0 != Marker.segmentEnd } }.results
        }
        return part.documents == nil && part.hasAllSplits ? try store.runSizes(measured) : try measured()
    }
}

extension Corpus {
    /// A part as stretches of tokens, none of which is in memory before it is read.
    func runs(of part: CorpusPart = .whole) -> CorpusRuns { CorpusRuns(store: store, part: part) }
}
