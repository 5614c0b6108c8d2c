internal import Documents
internal import TestSupport
internal import Testing

/// What cleaning takes out of a text, and what it says of one that it was not asked to clean.
@Suite struct CleaningTests {
    private func cleaned(_ text: String, _ choose: (inout CleaningSettings) -> Void) throws -> String {
        var settings = CleaningSettings()
        choose(&settings)
        var framed = 0
        let cleaned = try settings.cleaned(Array(text.utf8), framed: &framed)
        if settings.stripsGutenberg, settings.excludedLines == nil {
            #expect(framed == text.utf8.count - cleaned.count)
        }
        return String(decoding: cleaned, as: UTF8.self)
    }

    private func signs(_ text: String) -> CleaningSigns {
        var signs = CleaningSigns()
        signs.take(Array(text.utf8))
        return signs
    }

    private let book = """
        The Project Gutenberg EBook of X
        *** START OF THIS PROJECT GUTENBERG EBOOK X ***
        a _very_ short text
        of two lines
        End of the Project Gutenberg EBook of X
        *** END OF THIS PROJECT GUTENBERG EBOOK X ***
        licence

        """

    @Test func headerAndLicenceOfGutenberg() throws {
        #expect(try cleaned(book) { $0.stripsGutenberg = true } == "a _very_ short text\nof two lines\n")
        let plain = "no mark\n*** stars ***\nEnd of the story\n"
        #expect(try cleaned(plain) { $0.stripsGutenberg = true } == plain)
        let old =
            "x\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\ntext\nEnd of Project Gutenberg's X\nmore\n"
        #expect(try cleaned(old) { $0.stripsGutenberg = true } == "text\n")
    }

    /// Whatever books follow each other, the texts come out, and nothing of their frames.
    @Test func booksOfOneFileAreAllKept() throws {
        var generator = SeededGenerator(seed: 41)
        for _ in 0..<100 {
            var (file, wanted) = ("", "")
            for number in 1...Int.random(in: 1...4, using: &generator) {
                let text = String(
                    repeating: "words of book \(number)\n", count: Int.random(in: 1...3_000, using: &generator))
                let header = String(repeating: "header\n", count: Int.random(in: 0...100, using: &generator))
                let title = ["EBOOK X", "EBOOK A LONG\nTITLE OF TWO LINES"].randomElement(using: &generator)!
                let old = Bool.random(using: &generator) ? "End of the Project Gutenberg EBook of X\n" : ""
                file += "\(header)*** START OF THE PROJECT GUTENBERG \(title) ***\n\(text)\(old)"
                file += "*** END OF THE PROJECT GUTENBERG \(title) ***\n" + String(repeating: "licence\n", count: 2_000)
                wanted += text
            }
            #expect(try cleaned(file) { $0.stripsGutenberg = true } == wanted)
        }
    }

    @Test func proseIsNoEnd() throws {
        let prose = "It mentions Project Gutenberg.\nEnd of Project Gutenberg is near, he said.\nMore.\n"
        #expect(try cleaned(prose) { $0.stripsGutenberg = true } == prose)
        // The old form is an end near the end alone.
        let long = String(repeating: "filler words here\n", count: 10_000)
        let far = "End of Project Gutenberg's first year\n" + long
        #expect(try cleaned(far) { $0.stripsGutenberg = true } == far)
        #expect(try cleaned(long + "End of Project Gutenberg's X\nmore\n") { $0.stripsGutenberg = true } == long)
    }

    /// Old books have no end mark that tells them apart from prose: the next start is no reason to lose one.
    @Test func aBookWithoutEndIsKept() throws {
        let start = "*** START OF THE PROJECT GUTENBERG EBOOK X ***\n"
        let first = String(repeating: "first words\n", count: 5_000)
        #expect(try cleaned(start + first + start + "second\n") { $0.stripsGutenberg = true } == first + "second\n")
    }

    @Test(arguments: [
        ("a _very_ old _two words_, _I_.", "a very old two words, I."), ("snake_case a__b", "snake_case a__b"),
        ("_été_ x_", "été x"), ("no mark", "no mark"), ("“_What?_”", "“What?”"),
    ])
    func underscores(text: String, wanted: String) throws {
        #expect(try cleaned(text) { $0.stripsUnderscores = true } == wanted)
    }

    @Test func dividedWordsAreJoinedIfTheyStandWhole() throws {
        let text = "an exam-\nple, and a well-\nknown one: example\nAnglo-\nSaxon\n"
        #expect(
            try cleaned(text) { $0.joinsHyphens = true }
                == "an example,\nand a well-\nknown one: example\nAnglo-\nSaxon\n")
        // Hyphens and line ends are all that is ever changed.
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let words = (0..<30).map { _ in
                ["ab", "cd", "abcd", "ab-\ncd", "x-\n  y", "é-\nà", "\n"].randomElement(using: &generator)!
            }
            let text = words.joined(separator: " ")
            let joined = try cleaned(text) { $0.joinsHyphens = true }
            func letters(_ text: String) -> [Character] { text.filter(\.isLetter).map(\.self) }
            #expect(letters(text) == letters(joined))
        }
    }

    @Test func matchingLinesAreLeftOut() throws {
        #expect(try cleaned("one\r\n[12]\ntwo [3]\n") { $0.excludedLines = "^\\[[0-9]+\\]$" } == "one\r\ntwo [3]\n")
    }

    @Test func signsAreCounted() throws {
        #expect(signs("a _very_ old _two words_, snake_case, x_").emphasized == 4)
        #expect(signs("an exam-\nple well-known and-\r\nso Anglo-\nSaxon - \n").divided == 2)
        // All but the two lines of the text.
        #expect(
            signs(book).framed == book.utf8.count - "a _very_ short text\nof two lines\n".utf8.count
                - "End of the Project Gutenberg EBook of X\n".utf8.count)
        #expect(signs("*** stars ***\n").framed == 0)
    }
}
