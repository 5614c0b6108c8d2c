internal import CGramarye
internal import Foundation
internal import Testing

/// The functions of gramarye.h, called as a program in C calls them.
@Suite struct GramaryeCTests {
    /// P(a | <s>) = 10^−0.1 and so on: every number of a test is one of these, or a sum of them.
    static let arpa = """
        \\data\\
        ngram 1=5
        ngram 2=4
        ngram 3=1

        \\1-grams:
        -2.0\t<unk>
        -99\t<s>\t-0.5
        -1.0\t</s>
        -0.75\ta\t-0.25
        -1.5\tb\t-0.125

        \\2-grams:
        -0.1\t<s> a\t-0.0625
        -0.2\ta b\t-0.3
        -0.4\tb a
        -0.6\tb </s>

        \\3-grams:
        -0.05\t<s> a b

        \\end\\

        """

    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "gramarye-c-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(Self.arpa.utf8).write(to: folder.appending(path: "small.arpa"))
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func model() throws -> CModel { try #require(CModel(path("small.arpa")), "\(CModel.lastError)") }

    private func expect(_ value: Double, _ wanted: Double, at location: SourceLocation = #_sourceLocation) {
        // The numbers of a file are kept in single precision.
        #expect(abs(value - wanted) < 1e-6 * max(1, abs(wanted)), "\(value) is not \(wanted)", sourceLocation: location)
    }

    @Test func aTextHasTheSumOfItsWords() throws {
        let model = try model()
        // a after <s>; b after <s> a; </s> after a b, which no trigram goes on with.
        expect(model.score("a b"), -0.1 - 0.05 + (-0.3 - 0.6))
        expect(model.score("a b", ends: false), -0.1 - 0.05)
        expect(model.score("a b", begins: false), -0.75 - 0.2 + (-0.3 - 0.6))
        expect(model.score("a b", begins: false, ends: false), -0.75 - 0.2)
        // zz is <unk>, after which nothing goes on.
        expect(model.score("zz"), (-0.5 - 2) - 1)
        expect(model.score(""), -0.5 - 1)
    }

    @Test func wordsTellTheirNgramsAndWhetherTheyAreKnown() throws {
        let model = try model()
        let (count, scores) = model.words("a b zz", capacity: 8, of: 8)
        #expect(count == 4)
        #expect(scores.map(\.ngram_length) == [2, 3, 1, 1, 0, 0, 0, 0])
        #expect(scores.prefix(4).map { $0.word == 0 } == [false, false, true, false])
        for (score, wanted) in zip(scores, [-0.1, -0.05, -0.3 - 0.125 - 2, -1]) {
            expect(score.log10_probability, wanted)
        }
    }

    @Test func noMoreIsWrittenThanThereIsRoomFor() throws {
        let model = try model()
        let (count, scores) = model.words("b b", capacity: 1, of: 4)
        #expect(count == 3)
        #expect(scores.map(\.ngram_length) == [1, 0, 0, 0])
    }

    @Test func wordsHaveNumbersAndNumbersWords() throws {
        let model = try model()
        #expect(model.order == 3)
        #expect(model.wordCount == 5)
        for (id, word) in ["<unk>", "<s>", "</s>"].enumerated() { #expect(model.id(of: word) == UInt32(id)) }
        let a = model.id(of: "a")
        #expect(a > 2)
        // The length counts, not a zero byte.
        #expect(model.id(of: "ab", length: 1) == a)
        #expect(model.id(of: "ab") == 0)
        #expect(model.text(of: 2, capacity: 2) == (4, Array("</..".utf8)))
        #expect(model.text(of: 99, capacity: 4) == (0, Array("....".utf8)))
    }

    @Test func statesGiveWhatTheTextHas() throws {
        let model = try model()
        #expect(model.stateLength == 4)
        var state = model.beginning
        #expect(state == model.beginning)
        var sum = 0.0
        var lengths: [Int32] = []
        for word in ["a", "b", "</s>"] {
            let step = model.next(state, model.id(of: word))
            sum += step.score
            lengths.append(step.ngramLength)
            state = step.next
        }
        expect(sum, model.score("a b"))
        #expect(lengths == [2, 3, 2])
        // Nothing begins with </s>: it is as where nothing is known of what stands before.
        #expect(state == model.anywhere)
        // A number that no word has is <unk>.
        expect(model.next(model.anywhere, 1000).score, -2)
    }

    @Test func aModelIsAskedByManyThreadsAtOnce() async throws {
        let model = try model()
        let texts = (0..<400).map { "a b zz\($0) b a" }
        let wanted = texts.map { model.score($0) }
        let made = await withTaskGroup(of: (Int, Double).self) { group in
            for (index, text) in texts.enumerated() { group.addTask { (index, model.score(text)) } }
            return await group.reduce(into: [Double](repeating: 0, count: texts.count)) { $0[$1.0] = $1.1 }
        }
        #expect(made == wanted)
    }

    @Test func whatAFileLacksIsNoted() throws {
        #expect(try model().notes.isEmpty)
        let lacking = Self.arpa.replacing("-2.0\t<unk>\n", with: "").replacing("ngram 1=5", with: "ngram 1=4")
        try Data(lacking.utf8).write(to: folder.appending(path: "lacking.arpa"))
        let model = try #require(CModel(path("lacking.arpa")), "\(CModel.lastError)")
        #expect(model.notes == "the file has no <unk>; its log10 probability is taken for -100")
        expect(model.score("zz", ends: false), -0.5 - 100)
    }

    @Test func aFailureSaysWhy() throws {
        #expect(CModel(path("none.gram")) == nil)
        #expect(CModel.lastError.contains("none.gram cannot be opened: No such file"))
        #expect(CModel.lastCode == 66)
        #expect(CModel(path("small.arpa"), "mkn:3") == nil)
        #expect(CModel.lastError.contains("Leave the name out") && CModel.lastCode == 64)
        try Data("no model\n".utf8).write(to: folder.appending(path: "text.txt"))
        #expect(CModel(path("text.txt")) == nil)
        #expect(CModel.lastError.contains("text.txt") && CModel.lastCode == 65)
        #expect(CModel(nil) == nil)
        #expect(CModel.lastCode == 64)
        let model = try model()
        #expect(model.score("a \u{0} b").isNaN)
        #expect(CModel.lastError.contains("byte") && CModel.lastCode == 65)
        #expect(model.score(bytes: [0x61, 0xC3, 0x28]).isNaN)
        #expect(model.words("a </s> b", capacity: 0, of: 1).count == -1)
        #expect(CModel.lastError.contains("</s>"))
    }

    /// A message longer than there is room for ends before a scalar that it would cut.
    @Test(arguments: 1000..<1004) func aLongMessageIsCutBetweenScalars(count: Int) {
        #expect(CModel(path("x" + String(repeating: "é", count: count) + ".gram")) == nil)
        #expect(CModel.lastErrorIsUTF8)
    }

    /// The example of the documentation, compiled against the library that stands beside the tests.
    @Test func theExampleInCRuns() throws {
        let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let build = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().path
        func run(_ tool: String, _ arguments: [String], input: String = "") throws -> (status: Int32, output: String) {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["--default-signal", "LD_LIBRARY_PATH=\(build)", tool] + arguments
            try Data(input.utf8).write(to: folder.appending(path: "in"))
            try Data().write(to: folder.appending(path: "out"))
            process.standardInput = try FileHandle(forReadingFrom: folder.appending(path: "in"))
            let output = try FileHandle(forWritingTo: folder.appending(path: "out"))
            (process.standardOutput, process.standardError) = (output, output)
            try process.run()
            process.waitUntilExit()
            return (
                process.terminationStatus,
                try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
            )
        }
        let compiled = try run(
            "cc",
            [
                "-std=c11", "-Wall", "-Wextra", "-Werror",
                source.appending(path: "Documentation/examples/score.c").path,
                "-I", source.appending(path: "Sources/CGramarye/include").path, "-L", build, "-lgramarye", "-o",
                path("score"),
            ])
        #expect(compiled.status == 0 && compiled.output.isEmpty, "\(compiled.output)")
        let scored = try run(path("score"), [path("small.arpa")], input: "a b\nb\n")
        #expect(
            scored.output == """
                3-grams of 5 words
                -1.0500 a b
                  -0.1000 a, 2 words
                  -0.0500 b, 3 words
                  -0.9000 </s>, 2 words
                  -1.0500 by states
                -2.6000 b

                """)
        #expect(scored.status == 0)
        let missing = try run(path("score"), [path("none.gram")])
        #expect(missing.status == 66 && missing.output.contains("cannot be opened"))
    }
}
