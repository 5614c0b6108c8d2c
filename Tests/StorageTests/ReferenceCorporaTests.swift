internal import Counting
internal import Foundation
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// On real texts, an ingest gives the tokens of ICU alone and the counts of a dictionary, whatever the threads and the memory.
@Suite(.enabled(if: ReferenceData.isAvailable)) struct ReferenceCorporaTests {
    static let texts: [String] = {
        guard let folder = ReferenceData.folder else { return [] }
        let corpora = folder.appending(path: "corpora")
        let names = (FileManager.default.enumerator(atPath: corpora.path)?.compactMap { $0 as? String } ?? [])
        return names.filter { $0.hasSuffix(".txt") || $0.hasSuffix(".txt.xz") }.sorted()
    }()

    @Test(arguments: texts, TokenizerSettings.Tokens.allCases)
    func countsEqualADictionary(name: String, tokens: TokenizerSettings.Tokens) throws {
        let folder = try TemporaryFolder()
        let source = ReferenceData.folder!.appending(path: "corpora/\(name)").path
        guard var text = try Self.content(of: source, in: folder) else { return }
        // Of a text that would take minutes, the beginning.
        if text.count > 16 << 20 { text = text[..<text[..<(6 << 20)].lastIndex(of: 0x0A)!] }
        let path = folder.path("text.txt")
        try text.write(to: URL(filePath: path))
        let isLarge = text.count > 1 << 22
        let runs = [(2, 2 << 30), (1, 1)] + (isLarge ? [] : [(1, 2 << 30), (2, 1), (2, 1 << 20)])
        var expected: Expected?
        for (threads, memory) in runs {
            let store = try folder.ingest([path], into: "\(threads)-\(memory).db") {
                $0.tokens = tokens
                $0.segments = .lines
                $0.threads = threads
                $0.memory = memory
            }.store
            let settings = try #require(try store.tokenizerSettings())
            let wanted = try expected ?? Expected(Array(text), settings, store.splits().map(\.segments))
            expected = wanted
            for split in Split.allCases {
                #expect(try store.tokens(of: split).ids == wanted.streams[split.rawValue])
                for order in CorpusStore.storedOrders {
                    let table = try store.storedCounts(order: order, split: split)
                    #expect(table == wanted.tables[split.rawValue][order - 1], "\(name) \(split) \(order)")
                }
            }
            let types = try store.types()
            #expect(types.count == wanted.types.count)
            #expect((0..<TokenID(types.count)).allSatisfy { types.utf8(of: $0) == wanted.types.utf8(of: $0) })
        }
    }

    /// WikiText-2 as other readers count it: an end for each line, the blank ones among them.
    @Test(arguments: [(TokenizerSettings.BlankLines.drop, 2_891), (.keep, 4_358)])
    func blankLinesOfWikiTextAreEvents(blankLines: TokenizerSettings.BlankLines, segments: Int) throws {
        let folder = try TemporaryFolder()
        let path = ReferenceData.folder!.appending(path: "corpora/wikitext2.test.txt").path
        let store = try folder.ingest([path]) {
            $0.tokens = .whitespace
            $0.blankLines = blankLines
            $0.shares = [0, 0, 1]
        }.store
        let ids = try store.tokens(of: .test).ids
        #expect(ids.count { $0 == Marker.segmentEnd } == segments)
        // 244,102 and 245,569.
        #expect(ids.count == 241_211 + segments)
    }

    /// The text of a file, compressed or not; `nil` where there is no `xz`.
    private static func content(of path: String, in folder: TemporaryFolder) throws -> Data? {
        guard path.hasSuffix(".xz") else { return try Data(contentsOf: URL(filePath: path)) }
        guard try CompressedInputTests.run("xz -dc '\(path)' > unpacked", in: folder) else { return nil }
        return try Data(contentsOf: URL(filePath: folder.path("unpacked")))
    }
}

/// What must come out: tokens by ICU alone, on a text that ICU mapped whole, and counts by a dictionary.
private struct Expected {
    let types: TypeTable
    var streams: [[TokenID]] = []
    var tables: [[NgramTable]] = []

    init(_ text: [UInt8], _ settings: TokenizerSettings, _ segments: [Int]) throws {
        var plain = settings
        plain.letterCase = .preserve
        plain.normalization = .none
        var piece = TokenizedPiece()
        let mapper = try TextMapper(letterCase: settings.letterCase, normalization: settings.normalization)
        let mapped = try mapper.map(text)
        try Tokenizer(plain, usesTables: false).tokenize(mapped.span, into: &piece)
        types = piece.types
        var position = 0
        for count in segments {
            let start = position
            for _ in 0..<count {
                while piece.tokens[position] != Marker.segmentEnd { position += 1 }
                position += 1
            }
            let stream = Array(piece.tokens[start..<position])
            streams.append(stream)
            tables.append((1...3).map { Self.table(stream, order: $0) })
        }
        #expect(position == piece.tokens.count)
    }

    private static func table(_ ids: [TokenID], order: Int) -> NgramTable {
        var counts: [UInt128: UInt64] = [:]
        var segment: [TokenID] = [Marker.segmentStart]
        for id in ids {
            segment.append(id)
            guard id == Marker.segmentEnd else { continue }
            for start in 0..<max(0, segment.count - order + 1) {
                counts[segment[start..<start + order].reduce(0) { $0 << 32 | UInt128($1) }, default: 0] += 1
            }
            segment = [Marker.segmentStart]
        }
        let sorted = counts.sorted { $0.key < $1.key }
        let words = sorted.flatMap { row in
            (0..<order).reversed().map { TokenID(truncatingIfNeeded: row.key >> UInt128(32 * $0)) }
        }
        return NgramTable(order: order, ids: words, counts: sorted.map(\.value))
    }
}
