internal import Explorer
internal import TestSupport
internal import Testing

@Suite struct RequestTests {
    @Test func encodedQueriesAreRead() throws {
        #expect("a b&c=é/?".queryEncoded == "a+b%26c%3D%C3%A9%2F%3F")
        var generator = SeededGenerator(seed: 3)
        let letters = Array("abc &=?/%+é漢🙂\"<>'\u{202E}\n\u{0}")
        for _ in 0..<300 {
            let value = String((0..<12).map { _ in letters.randomElement(using: &generator)! })
            let request = ExplorerRequest(method: "GET", path: "/", query: "q=\(value.queryEncoded)")
            #expect(try request.items.map(\.value) == [value])
        }
    }

    @Test(arguments: ["q=%", "q=%4", "q=%zz", "q=%C3", "q=%FF%FE", "q=" + String(repeating: "a", count: 20_000)])
    func whatIsNoTextIsRefused(query: String) {
        #expect(throws: ExplorerError.self) { try ExplorerRequest(method: "GET", path: "/", query: query).items }
    }

    /// One state has one address, whatever the order in which a form sends its fields.
    @Test func aStateHasOneAddress() throws {
        let screen = Screens.concordance
        let state = try ScreenState([("sort", "1R"), ("where", ""), ("q", "a|b c")], of: screen)
        #expect(state.query(of: screen) == "q=a%7Cb+c&sort=1R")
        #expect(try ScreenState([("q", "a|b c"), ("sort", "1R")], of: screen) == state)
        #expect(state.arguments(of: screen) == ["--sort=1R", "--limit=50", "--", "a|b c"])
    }

    @Test func whatAScreenDoesNotTakeIsRefused() {
        for items in [
            [("file", "/etc/passwd")], [("html", "x")], [("order", "0")], [("order", "two")], [("minimum", "-1")],
            [("order", "1"), ("order", "2")], [("wide", "yes")], [("limit", "0")], [("limit", "1000000")],
        ] {
            #expect(throws: ExplorerError.self, "\(items)") { try ScreenState(items, of: Screens.words) }
        }
    }

    /// Whole numbers at their ends are numbers to every screen, and links from there lead somewhere.
    @Test func theLargestSeedHasANext() throws {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer()
        #expect(explorer.get("/generate", "seed=\(Int.max)").text.contains("seed=0"))
        #expect(explorer.get("/surprisal", "document=a&segments=1-9223372036854775807").status == 400)
        #expect(explorer.get("/surprisal", "document=a&segments=9-1").status == 400)
        let many = (0..<30).map { "document=\($0)" }.joined(separator: "&")
        #expect(explorer.get("/frequencies", many).status == 400)
    }

    /// A link has what the other screen takes of what is there, and nothing else is lost with what it does not take.
    @Test func linksKeepWhatFits() throws {
        let state = ScreenState(
            fitting: [("q", "a"), ("colour", "red"), ("limit", "0"), ("model", "m")], Screens.named("next")!)
        #expect(state.query(of: Screens.named("next")!) == "q=a&model=m")
    }

    /// A word that stands for leaving an option out is none to the command.
    @Test func countsAloneAreNoColumns() throws {
        let state = try ScreenState([("columns", "count")], of: Screens.words)
        #expect(state.arguments(of: Screens.words) == ["--limit=50"])
        #expect(
            try ScreenState([], of: Screens.words).arguments(of: Screens.words).contains { $0.hasPrefix("--columns") })
    }

    /// No screen hands on an option by which a command reads or writes a file, or another database.
    @Test func noScreenNamesAFile() {
        let files: Set = [
            "file", "html", "svg", "chart", "open", "exclude", "reference", "tokens-out", "frequencies", "format",
            "vocabulary", "out", "remove", "threads",
        ]
        for screen in Screens.all {
            #expect(files.isDisjoint(with: screen.parameters.map(\.name)), "\(screen.command)")
        }
    }
}
