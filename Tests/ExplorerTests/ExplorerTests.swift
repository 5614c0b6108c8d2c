internal import Basics
internal import Explorer
internal import Foundation
internal import Reporting
internal import TestSupport
internal import Testing

@Suite struct ExplorerTests {
    @Test func whatComesFromTheCorpusIsNoMarkup() throws {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer()
        let page = explorer.get(
            "/frequencies", "q=" + ExplorerFolder.word.queryEncoded + "&where=" + "\"><i>".queryEncoded)
        #expect(page.status == 200)
        #expect(!page.text.contains("<script>alert") && !page.text.contains("\"><i>") && !page.text.contains("a<b>"))
        #expect(!page.text.contains("\u{202E}"))
        // What is left of elements of script is the file.
        #expect(page.text.components(separatedBy: "<script").count == 2)
        #expect(page.text.contains("<script src=\"/gram.js\""))
    }

    @Test func everyAnswerForbidsWhatIsFromElsewhere() throws {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer()
        for path in ["/", "/frequencies", "/frequencies.json", "/gram.js", "/nothing", "/concordance"] {
            let answer = explorer.get(path)
            #expect(answer.header("Content-Security-Policy")?.contains("script-src 'self'") ?? false, "\(path)")
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
        }
    }

    @Test func whoMayAsk() throws {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer()
        #expect(explorer.get("/").status == 200)
        #expect(explorer.get("/", method: "HEAD").status == 200)
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "get", ""] {
            #expect(explorer.get("/", method: method).status == 405)
        }
        for host in ["evil.example", "127.0.0.1", "127.0.0.1:80", "", "localhost:8000.evil.example"] {
            #expect(explorer.get("/", host: host).status == 403, "\(host)")
        }
        // The host is sent twice, or not at all.
        #expect(explorer.get("/", headers: [("host", ExplorerFolder.host)]).status == 403)
        #expect(explorer.respond(to: ExplorerRequest(method: "GET", path: "/")).status == 403)
        func site(_ site: String, _ mode: String, _ destination: String) -> Int {
            explorer.get(
                "/", headers: [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination)]
            ).status
        }
        #expect(site("same-origin", "cors", "empty") == 200 && site("none", "navigate", "document") == 200)
        #expect(site("cross-site", "navigate", "document") == 200)
        #expect(site("cross-site", "no-cors", "script") == 403 && site("same-site", "cors", "empty") == 403)
        #expect(site("cross-site", "navigate", "iframe") == 403)
        #expect(explorer.get("/", headers: [("Origin", "http://evil.example")]).status == 403)
        #expect(explorer.get("/", headers: [("Origin", "http://\(ExplorerFolder.host)")]).status == 200)
    }

    @Test func aTokenIsAskedFor() throws {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer(token: "s3cret")
        #expect(explorer.get("/frequencies").status == 403)
        #expect(explorer.get("/frequencies", "token=other").status == 403)
        let entered = explorer.get("/frequencies", "token=s3cret&order=2")
        #expect(entered.status == 303 && entered.header("Location") == "/frequencies?order=2")
        let cookie = try #require(entered.header("Set-Cookie"))
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        #expect(explorer.get("/", headers: [("Cookie", "a=b; gram=s3cret")]).status == 200)
        #expect(explorer.get("/", headers: [("Cookie", "gram=s3cre")]).status == 403)
        // The address that was printed is opened again, and nothing in it becomes a header or another host.
        let again = explorer.get("/", "token=s3cret", headers: [("Cookie", "gram=s3cret")])
        #expect(again.status == 303 && again.header("Location") == "/")
        let odd = explorer.get("/", "token=s3cret&a%0d%0aX-Evil:%201=b&c%26d=e")
        #expect(odd.header("Location") == "/?a%0D%0AX-Evil%3A+1=b&c%26d=e")
        #expect(explorer.get("//evil.example/", "token=s3cret").status == 404)
        #expect(try folder.explorer().get("/", "token=s3cret").status == 400)
    }

    /// What SQLite may be kept at by one function is not done in the server.
    @Test(arguments: [
        ("year < 1900 and author = 'Woolf'", false), ("(year < 1900 or year > 1950) and name like '%a%'", false),
        ("name in ('a (b)', 'c--d') and not (tokens = 3)", true),
        ("name in ('a (b)', 'c') and not (tokens = 3)", false),
        ("length(name) > 1", true), ("\"instr\"(name, 'a')", true), ("[instr] (name, 'a')", true),
        ("`instr`(name)", true),
        ("instr/**/(name, 'a')", true), ("name in (select name from documents)", true),
        ("name glob '*a*a*a*a*a'", true),
        ("it's", false),
    ]) func whatMayTakeLong(condition: String, isLong: Bool) {
        #expect(condition.canTakeLong == isLong, "\(condition)")
    }

    @Test func badAddressesSayWhatIsWrong() throws {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer()
        // In the words of the fields, with the form to mend it; data speak of the address.
        let page = explorer.get("/frequencies", "order=7&minimum=3")
        #expect(page.status == 400 && page.text.contains("“Words in a row”: 7 is none of 1, 2, 3, 4, 5."))
        #expect(page.text.contains("name=\"minimum\" value=\"3\""))
        #expect(explorer.get("/frequencies.json", "order=7").text.contains("order=7 is none of 1, 2, 3, 4, 5."))
        #expect(explorer.get("/frequencies", "file=x").status == 400)
        #expect(explorer.get("/../../etc/passwd").status == 404)
        #expect(explorer.get("/frequencies.exe").status == 404 && explorer.get("/frequencies.page").status == 404)
        #expect(explorer.get("nothing").status == 404)
        // An empty field of a form is no part of the address.
        let sent = explorer.get("/frequencies", "q=&order=2&matching=")
        #expect(sent.status == 303 && sent.header("Location") == "/frequencies?order=2")
    }

    /// An answer is made once for one state of the database, and anew when that has changed.
    @Test func resultsAreKeptWhileTheDatabaseIsTheSame() throws {
        let folder = try ExplorerFolder()
        let made = Counter()
        let explorer = try folder.explorer { _, _, _ in
            made.add()
            return Report("One", rows: ResultTable(columns: ["a"]), provenance: Provenance(version: "0"))
        }
        for _ in 0..<3 { #expect(explorer.get("/frequencies", "order=2").status == 200) }
        #expect(made.value == 1)
        _ = explorer.get("/frequencies", "order=3")
        #expect(made.value == 2)
        let store = try CorpusStoreHandle(folder.url.appending(path: "x.db").path)
        try store.touch()
        _ = explorer.get("/frequencies", "order=2")
        #expect(made.value == 3)
    }

    /// A part that fails for a reason that may pass is told in its place, and the page is made anew the next time.
    @Test func whatMayPassIsNotKept() throws {
        let folder = try ExplorerFolder()
        let panels = Counter()
        let explorer = try folder.explorer { command, _, _ in
            if command == "dispersion" {
                panels.add()
                if panels.value == 1 { throw ExplorerFolder.Busy() }
            }
            return Report("One", rows: ResultTable(columns: ["a"]), provenance: Provenance(version: "0"))
        }
        let first = explorer.get("/concordance", "q=sea")
        #expect(first.status == 200 && first.text.contains("The disk is busy."))
        let second = explorer.get("/concordance", "q=sea")
        #expect(second.status == 200 && !second.text.contains("The disk is busy."))
        #expect(explorer.get("/concordance", "q=sea").text == second.text && panels.value == 2)
    }

    /// What takes too long is done by a process of its own; its page asks again until the result is there.
    @Test func whatTakesTooLongBecomesWork() throws {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer(
            program: ("/bin/sh", ["-c", "sleep 0.3; printf '200 text/html\\nmade elsewhere'"])
        ) { _, _, _ in throw WorkBudgetSpent() }
        let first = explorer.get("/frequencies", "order=2")
        #expect(first.status == 202 && first.text.contains("http-equiv=\"refresh\"") && !first.isUnfinishedData)
        #expect(explorer.get("/frequencies.json", "order=2").isUnfinishedData)
        var page = first
        let end = ContinuousClock.now + .seconds(60)
        while page.status == 202, ContinuousClock.now < end {
            Thread.sleep(forTimeInterval: 0.05)
            page = explorer.get("/frequencies", "order=2")
        }
        #expect(page.status == 200 && page.text == "made elsewhere")
        // It is kept.
        #expect(explorer.get("/frequencies", "order=2").text == "made elsewhere")
    }

    /// A page without a question offers some that the corpus can answer.
    @Test func whatWasAskedForNothingOffersExamples() throws {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer()
        for path in ["/concordance", "/keyness", "/compare", "/surprisal", "/probability", "/collocations"] {
            let page = explorer.get(path).text
            let link = page.firstMatch(of: /For example: <a href="([^"]*)"/)
            let address = try #require(link.map { String($0.output.1).replacing("&amp;", with: "&") }, "\(path)")
            let parts = address.split(separator: "?", maxSplits: 1).map(String.init)
            #expect(parts[0] == path && parts.count == 2)
            #expect([200, 202].contains(explorer.get(parts[0], parts[1]).status), "\(address)")
        }
    }

    /// People read of the page's fields, programs of the options.
    @Test func errorsSpeakOfTheFields() throws {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer { _, _, _ in
            throw WordingError("The value 'x' is invalid for '--sort <sort>'; leave out --sort=1R or --unheard.")
        }
        let page = explorer.get("/concordance", "q=a&sort=x").text
        #expect(page.contains("is invalid for “Sort by”") && page.contains("leave out “Sort by” 1R or --unheard"))
        #expect(explorer.get("/concordance.json", "q=a&sort=x").text.contains("'--sort <sort>'"))
    }

    /// Other results of the same words and documents stand below, each with the way to its own page; without them the page
    /// stands all the same.
    @Test func panelsStandBelow() throws {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer { command, _, arguments in
            if command == "dispersion", arguments.contains("--where=no") { throw ExplorerFolder.Failure() }
            var report = Report(command, rows: ResultTable(columns: ["a"]), provenance: Provenance(version: "0"))
            report.answer = "The answer of \(command)."
            return report
        }
        let page = explorer.get("/concordance", "q=the&where=a")
        #expect(page.text.contains("The answer of concordance.") && page.text.contains("The answer of dispersion."))
        #expect(page.text.contains("href=\"/dispersion?q=the&amp;where=a\""))
        let other = explorer.get("/concordance", "q=the&where=no")
        #expect(other.status == 200 && !other.text.contains("The answer of dispersion."))
    }

    /// The documents chosen come along to every screen that has documents, a word to those that look for words.
    @Test func whatWasChosenComesAlong() throws {
        let folder = try ExplorerFolder()
        let page = try folder.explorer().get("/concordance", "q=the&where=year+%3C+1900").text
        #expect(page.contains("href=\"/collocations?q=the&amp;where=year+%3C+1900\""))
        #expect(page.contains("href=\"/frequencies?where=year+%3C+1900\""))
        #expect(page.contains("href=\"/zipf?where=year+%3C+1900\""))
        #expect(page.contains("<a href=\"/concordance?q=the&amp;where=year+%3C+1900\" aria-current=\"page\">"))
        #expect(page.contains("href=\"/concordance?q=the\">all documents</a>"))
    }

    /// Whatever is asked for, there is an answer below 500.
    @Test func oddRequestsGetAnAnswer() throws {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer()
        var generator = SeededGenerator(seed: 11)
        let pieces = [
            "/", "frequencies", "concordance", ".json", ".csv", ".svg", "?", "&", "=", "q", "order", "where", "limit",
            "%", "%00",
            "%FF", "+", "..", "x", "\u{0}", "🙂", "1", "-1", "9999999999999999999999", "a:b", "//", "#", " ",
        ]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                pieces.randomElement(using: &generator)!
            }.joined()
            let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            let path = Bool.random(using: &generator) ? "/\(parts[0])" : String(parts[0])
            let answer = explorer.get(path, parts.count > 1 ? String(parts[1]) : "")
            #expect((200..<500).contains(answer.status), "\(text)")
        }
    }
}

private struct WordingError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
