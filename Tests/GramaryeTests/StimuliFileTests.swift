internal import Gramarye
internal import Testing

/// Lines end in LF, CRLF or CR alone.
@Suite struct StimuliFileTests {
    private let table = "item,word\n1,the\n1,\"a,b\"\n2,cat\n"

    @Test(arguments: ["\n", "\r\n", "\r"]) func lineEndsAreOneAsTheOther(end: String) throws {
        let text = table.replacing("\n", with: end)
        #expect(StimuliFile.isTable(text))
        let file = try StimuliFile(table: text, named: "s.csv", columns: StimulusColumns())
        #expect(file.stimuli.map(\.item) == ["1", "2"])
        let words = file.stimuli.map { stimulus in
            stimulus.parts.map { if case .words(let words) = $0 { words } else { [String]() } }
        }
        #expect(words == [[["the", "a,b"]], [["cat"]]])
        let error = #expect(throws: StimuliError.self) {
            try StimuliFile(table: text + "3,x,y\(end)", named: "s.csv", columns: StimulusColumns())
        }
        guard case .fieldCount(_, let line, 3, 2, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(line == 5)
    }
}
