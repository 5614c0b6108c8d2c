internal import Documents
internal import TestSupport
internal import Testing

/// What cleaning takes out of a text, and what it says of one that it was not asked to clean.
@Suite struct CleaningTests {
    private func cleaned(_ text: String, _ choose: (inout CleaningSettings) -> Void) throws -> String {
        var settings = CleaningSettings()
        choose(&settings)
        return String(decoding: try settings.cleaned(Array(text.utf8)), as: UTF8.self)
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
