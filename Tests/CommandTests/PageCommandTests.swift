internal import Foundation
internal import Testing

#if canImport(FoundationXML)
    internal import FoundationXML
#endif

/// Every command that has a result writes it as a page, and its charts as drawings.
@Suite struct PageCommandTests {
    /// A database with a network, an n-gram model and two documents.
    private static let bench = Result {
        let bench = try Workbench()
        _ = try bench.database()
        try bench.write(tale.replacingOccurrences(of: "fox", with: "dragon"), to: "other.txt")
        for line in [
            ["ingest", "tale.db", "other.txt"],
            ["train", "tale.db", "base", "--ngram", "mkn:2", "--html", "base.html"],
            ["train", "tale.db", "net", "--hidden", "8", "--epochs", "3", "--threads", "1", "--html", "net.html"],
            ["export", "tale.db", "base", "base.arpa"],
        ] {
            let run = try bench.start(Workbench.gram, line).result()
            try #require(run.status == 0, "\(run.errors)")
        }
        return bench
    }

    @Test(arguments: [
        "frequencies tale.db", "frequencies tale.db --spectrum", "frequencies tale.db fox hen", "vocabulary tale.db",
        "vocabulary tale.db --sizes", "zipf tale.db --bootstraps 10", "growth tale.db", "diversity tale.db",
        "probability tale.db fox --given the", "next tale.db the",
        "perplexity tale.db --model mkn:2,laplace:1,base,net",
        "perplexity tale.db --text fox --model mle:1", "surprisal tale.db fox --model mkn:2",
        "surprisal tale.db --file other.txt --model mkn:2,net", "compare tale.db --resamples 100 --model mkn:2,net",
        "generate tale.db --model mkn:2", "gradients tale.db net", "info tale.db", "info tale.db --curve net",
        "concordance tale.db fox --sort 1R", "concordance tale.db fox --group 1R", "concordance tale.db wolf",
        "report tale.db", "walk tale.db", "tokenize tale.db fox",
        "ingest new.db other.txt", "import imported.db arpa base.arpa",
    ])
    func isAPage(line: String) throws {
        let run = try Self.bench.get().start(
            Workbench.gram, line.split(separator: " ").map(String.init) + ["--html", "-"]
        ).result()
        expectDone(run)
        let page = try #require(Element.parse(run.output), "no XML: \(run.output.prefix(400))")
        #expect(page.texts(of: "h1").count == 1 && page.texts(of: "h1")[0].count > 10)
        #expect(page.texts(of: "code").first?.hasPrefix("gram \(line.prefix { $0 != " " })") ?? false)
        // It begins with an answer, not with its title.
        #expect(page.texts(of: "h1") != page.texts(of: "title"))
        // No heading is said twice.
        let headings = ["h1", "h2", "h3"].flatMap { page.texts(of: $0) }
        #expect(Set(headings).count == headings.count, "\(headings)")
        #expect(!run.output.contains(/\bnan\b/) && !run.output.contains("http-equiv=\"refresh\""))
    }

    @Test(arguments: ["base", "net"]) func aTrainingIsAPage(of model: String) throws {
        let bench = try Self.bench.get()
        let page = try #require(Element.parse(String(decoding: try bench.read("\(model).html"), as: UTF8.self)))
        #expect(page.texts(of: "h1").joined().contains(model))
    }

    @Test(arguments: [
        ("zipf tale.db --bootstraps 0", ["rank-frequency", "ccdf", "residuals", "textbook"]),
        ("frequencies tale.db --order 2", ["frequencies"]), ("vocabulary tale.db --sizes", ["sizes"]),
        ("next tale.db the", ["next"]), ("probability tale.db fox --given the", ["probability"]),
        ("growth tale.db", ["growth"]), ("diversity tale.db --window 20", ["diversity"]),
        ("perplexity tale.db --model mkn:2,laplace:1", ["perplexity"]),
        ("surprisal tale.db --file other.txt --model mkn:2", ["surprisal"]),
        (
            "compare tale.db --resamples 100 --model mkn:2,net",
            ["frequency", "history", "position", "learning", "perplexity"]
        ), ("walk tale.db", ["perplexity-bits", "laplace-smoothing", "gradients-gradients"]),
        ("gradients tale.db net", ["gradients"]), ("info tale.db --curve net", ["learning"]),
    ])
    func chartsAreDrawn(line: String, charts: [String]) throws {
        let bench = try Self.bench.get()
        let arguments = line.split(separator: " ").map(String.init)
        for chart in charts {
            let run = try bench.start(Workbench.gram, arguments + ["--chart", chart, "--svg", "-"]).result()
            expectDone(run)
            let drawing = try #require(Element.parse(run.output), "\(chart): \(run.output.prefix(400))")
            #expect(drawing.name == "svg" && !drawing.texts(of: "title").joined().isEmpty)
            // It is drawn in a terminal too, where it is asked for.
            let shown = try bench.start(Workbench.gram, arguments + ["--chart", chart]).result()
            #expect(shown.output.contains("┬"), "\(chart): \(shown.output.prefix(400))")
        }
        // The first is the usual one.
        let usual = try bench.start(Workbench.gram, arguments + ["--svg", "-"]).result()
        let first = try bench.start(Workbench.gram, arguments + ["--chart", charts[0], "--svg", "-"]).result()
        #expect(usual.output == first.output)
        expectError(
            try bench.start(Workbench.gram, arguments + ["--chart", "nosuch"]).result(), 64, naming: charts[0])
    }

    /// A chart that was asked for and is not there is an error, wherever it was to be shown.
    @Test(arguments: [
        ("frequencies tale.db --chart spectrum", "frequencies"), ("vocabulary tale.db --chart sizes", "sizes"),
        ("frequencies tale.db --spectrum --chart frequencies", "spectrum"),
        ("probability tale.db fox --model mle:1 --chart probability", "probability"),
    ])
    func aChartThatIsNotThereIsAnError(line: String, named: String) throws {
        let bench = try Self.bench.get()
        try bench.write(try bench.read("tale.db"), to: "copy.db")
        let arguments = line.split(separator: " ").map(String.init)
        for output in [[], ["--svg", "-"], ["--html", "-"], ["--format", "json"]] {
            expectError(try bench.start(Workbench.gram, arguments + output).result(), 65, naming: named)
        }
    }

    /// Several databases have a chart of their own.
    @Test func chartsOfSeveralDatabases() throws {
        let bench = try Self.bench.get()
        try bench.write(try bench.read("tale.db"), to: "copy.db")
        let compare = [
            "compare", "tale.db", "copy.db", "--resamples", "100", "--model", "mkn:2", "--svg", "-", "--chart",
        ]
        expectDone(try bench.start(Workbench.gram, compare + ["bits"]).result())
        expectError(try bench.start(Workbench.gram, compare + ["history"]).result(), 64, naming: "history", "bits")
    }

    /// Two results in one place could not be told apart, or one is lost.
    @Test(arguments: [
        "perplexity tale.db --model mkn:2 --tokens-out - --html -", "zipf tale.db --svg one --html one",
        "perplexity tale.db --model mkn:2 --tokens-out - --svg -", "zipf tale.db --svg - --html -",
        "perplexity tale.db --model mkn:2 --tokens-out one --html one",
    ])
    func resultsHaveAPlaceEach(line: String) throws {
        let bench = try Self.bench.get()
        let run = try bench.start(Workbench.gram, line.split(separator: " ").map(String.init)).result()
        expectError(run, 64, naming: "both go to")
        #expect(try !bench.files.contains("one"))
    }

    /// The result is printed whole before a browser is looked for, which adds nothing to it and is not waited for.
    @Test(
        arguments: [
            (browser: "echo noise; echo noise >&2; exec sleep 100", isFound: true), (browser: "exit 3", isFound: false),
            (browser: nil, isFound: false),
        ] as [(browser: String?, isFound: Bool)])
    func theResultIsThereWhateverTheBrowserDoes(browser: String?, isFound: Bool) throws {
        let bench = try Workbench()
        _ = try bench.database()
        for name in ["xdg-open", "open"] where browser != nil {
            try bench.write("#!/bin/sh\n\(browser ?? "")\n", to: "bin/\(name)")
        }
        let plain = try bench.gram("frequencies", "tale.db", "--quiet")
        let start = ContinuousClock.now
        let shown = try bench.shell(
            """
            mkdir -p bin && chmod -R +x bin && for tool in sh sleep; do ln -s "$(command -v $tool)" bin/; done
            PATH="$PWD/bin" "$GRAM" frequencies tale.db --quiet --html page.html --open
            """)
        expectDone(shown)
        #expect(shown.output == plain.output)
        #expect(ContinuousClock.now - start < .seconds(90))
        #expect(shown.errors.isEmpty == isFound, "\(shown.errors)")
        #expect(isFound || shown.errors.contains("page.html"))
    }

    /// What cannot be written is found out before the work.
    @Test(arguments: ["--svg", "--html"])
    func filesAreTriedFirst(option: String) throws {
        let bench = try Self.bench.get()
        for line in ["train tale.db unmade --hidden 8 --epochs 1", "gradients tale.db net", "info tale.db --curve net"]
        {
            let run = try bench.start(
                Workbench.gram, line.split(separator: " ").map(String.init) + [option, "missing/file"]
            ).result()
            expectError(run, 73, naming: "missing/file")
        }
        #expect(try !bench.gram("info", "tale.db").output.contains("unmade"))
    }

    /// What is said of a result stands after it: notes, what was written, and in the end what made it.
    @Test func remarksFollowTheResult() throws {
        let bench = try Self.bench.get()
        let run = try bench.start(
            "/bin/sh", ["-c", "'\(Workbench.gram)' vocabulary tale.db --limit 2 --html after.html 2>&1"]
        ).result()
        expectDone(run)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("id") ?? false, "\(lines)")
        #expect(lines.suffix(3).map { $0.prefix(5) } == ["wrote", "2 of ", "gram "], "\(lines)")
    }

    /// Examples fit a terminal of 80 columns: a line that was broken would not begin with spaces.
    @Test func examplesAreNotBroken() throws {
        let bench = try Workbench()
        for name in try commandNames() {
            let lines = try bench.gram(name, "--help").output.components(separatedBy: "\n")
            let examples = lines.drop { $0 != "EXAMPLES" }.dropFirst().prefix { !$0.isEmpty }
            #expect(!examples.isEmpty && examples.allSatisfy { $0.hasPrefix("  ") && $0.count <= 80 }, "\(name)")
        }
    }

    /// No option that there was is lost.
    @Test func optionsRemain() throws {
        let bench = try Workbench()
        let file = Workbench.package.appending(path: "Tests/CommandTests/Snapshots/options.txt")
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let help = try bench.gram(words[0], "--help").output
            for option in words.dropFirst() {
                #expect(help.contains(try Regex("\(option)(?![a-z-])")), "\(words[0]) \(option)")
            }
        }
    }

    /// A tree of markup.
    private final class Element: NSObject, XMLParserDelegate {
        private(set) var name = ""
        private var texts: [(name: String, text: String)] = []
        private var open: [Int] = []

        /// `nil` where the text is no XML.
        static func parse(_ text: String) -> Element? {
            let element = Element()
            let parser = XMLParser(data: Data(text.utf8))
            parser.delegate = element
            return parser.parse() ? element : nil
        }

        func texts(of name: String) -> [String] { texts.filter { $0.name == name }.map(\.text) }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            if texts.isEmpty { self.name = name }
            open.append(texts.count)
            texts.append((name, ""))
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            open.removeLast()
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            // The text of an element is that of all in it.
            for index in open.dropFirst() { texts[index].text += text }
        }
    }
}
