internal import Basics
internal import Counting
internal import Storage
internal import Testing
internal import Tokenization

@Suite struct TokenScanTests {
    /// Lines of several documents, and one of one segment that shares cut.
    private func store(_ folder: TemporaryFolder, _ segments: TokenizerSettings.Segments) throws -> CorpusStore {
        let texts = try (0..<5).map { index in
            try folder.write(randomText(lines: 30 << index, seed: UInt64(index)), to: "\(index).txt")
        }
        return try folder.ingest(texts) { $0.segments = segments }.store
    }

    @Test(arguments: [TokenizerSettings.Segments.lines, .document], [1, 2, 5])
    func runsAreTheStream(segments: TokenizerSettings.Segments, threads: Int) throws {
        let folder = try TemporaryFolder()
        let store = try store(folder, segments)
        let (runs, states) = try store.scan(threads: threads, from: 0) { run, count in
            count += run.ids.count
            return run
        }
        let stream = try store.allTokens()
        #expect(runs.flatMap(\.ids) == stream.ids)
        #expect(states.reduce(0, +) == stream.ids.count)
        #expect(runs.map(\.index) == Array(runs.indices))
        var known: [Int: (segments: Int, tokens: Int)] = [:]
        for run in runs {
            let before = known[run.document, default: (0, 0)]
            #expect(run.segmentsBefore == before.segments && run.tokensBefore == before.tokens)
            let ends = run.ids.count { $0 == Marker.segmentEnd }
            known[run.document] = (before.segments + ends, before.tokens + run.ids.count - ends)
        }
        #expect(known.count == 5)
        for split in Split.allCases {
            let (parts, _) = try store.scan(splits: [split], threads: threads, from: ()) { run, _ in run.ids }
            #expect(try parts.flatMap(\.self) == store.tokens(of: split).ids)
        }
        let chosen = try store.documents().map(\.id).reversed().dropFirst()
        let (some, _) = try store.scan(documents: Array(chosen), threads: threads, from: ()) { run, _ in run.ids }
        #expect(try some.flatMap(\.self) == store.tokens(ofDocuments: Array(chosen)).ids)
    }

    /// A segment that is longer than a block is one run, with those before it in its first block.
    @Test(arguments: [TokenizerSettings.Segments.lines, .document])
    func longSegmentsAreOneRun(segments: TokenizerSettings.Segments) throws {
        let folder = try TemporaryFolder()
        let long = (0..<450_000).map { "w\($0 % 7)" }.joined(separator: " ")
        let texts = try [
            folder.write("one two\n" + long + "\nthree\n", to: "a.txt"), folder.write("four\n", to: "b.txt"),
        ]
        let store = try folder.ingest(texts) {
            $0.segments = segments
            $0.shares = [1, 0, 0]
        }.store
        let (runs, _) = try store.scan(from: ()) { run, _ in run }
        #expect(try runs.flatMap(\.ids) == store.allTokens().ids)
        #expect(runs.allSatisfy { $0.ids.last == Marker.segmentEnd })
        #expect(runs.map(\.document).filter { $0 == runs[0].document }.count < 3)
        let last = try #require(runs.last)
        #expect(last.document != runs[0].document && last.segmentsBefore == 0 && last.tokensBefore == 0)
    }

    private struct Refusal: Error, Equatable { let document: Int }

    /// The earliest run that fails is told of, whichever worker came to its own first.
    @Test(arguments: [1, 2, 5])
    func theEarliestErrorIsThrown(threads: Int) throws {
        let folder = try TemporaryFolder()
        let store = try store(folder, .lines)
        let ids = try store.documents().map(\.id)
        #expect(throws: Refusal(document: ids[1])) {
            try store.scan(threads: threads, from: ()) { run, _ in
                if run.document >= ids[1] { throw Refusal(document: run.document) }
            }
        }
    }
}
