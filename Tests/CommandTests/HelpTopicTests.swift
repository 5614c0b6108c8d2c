internal import Foundation
internal import Testing

@Suite struct HelpTopicTests {
    /// What help says of a word is what the tutorial's glossary says, without its marks and its ways to the texts.
    @Test func theGlossaryIsThatOfTheTutorial() throws {
        let text = try String(
            contentsOf: Workbench.package.appending(path: "Documentation/tutorial/glossary.md"), encoding: .utf8)
        func plain(_ cell: some StringProtocol) -> String {
            String(cell).replacing(/\s*\(?\[\d+\]\([^)]*\)\)?/, with: "").replacing(/[`*]/, with: "")
                .trimmingCharacters(in: .whitespaces)
        }
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| word") }.map { row in
            row.dropFirst(2).dropLast(2).split(separator: " | ", maxSplits: 1)
        }
        // A term stands at the margin, its meaning is indented and wrapped.
        let told = try Workbench().gram("help", "terms").output
        var entries: [(term: String, meaning: String)] = []
        for line in told.split(separator: "\n") {
            if line.hasPrefix("    ") {
                entries[entries.count - 1].meaning += line.dropFirst(3)
            } else {
                entries.append((String(line), ""))
            }
        }
        #expect(rows.count == entries.count && rows.count > 40)
        for (row, entry) in zip(rows, entries) {
            #expect(plain(row[0]).replacing(" (bits/char)", with: ", bits/char") == entry.term)
            #expect(plain(row[1]) == entry.meaning.trimmingCharacters(in: .whitespaces))
        }
    }

    @Test func helpExplainsWords() throws {
        let bench = try Workbench()
        let all = try bench.gram("help", "terms")
        expectDone(all)
        let lines = all.output.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 } && lines.contains("perplexity"))
        let one = try bench.gram("help", "terms", "perplexity")
        expectDone(one)
        #expect(one.output.hasPrefix("perplexity\n    2 to the power of the mean surprisal"))
        #expect(try bench.gram("help", "terms", "xyzzy").status == 64)
    }

    /// What was broken into lines by hand stands so in a terminal of 80 columns: none of its lines is broken once more.
    @Test func helpFitsEightyColumns() throws {
        let bench = try Workbench()
        let all = try bench.gram("--help").output
        let commands = all.matches(of: /(?m)^  ([a-z]+) {2}/).map { String($0.output.1) }
        #expect(commands.count > 25)
        for command in commands {
            let help = try bench.shell("COLUMNS=300 \"$GRAM\" help \(command)").output
            let text = help.components(separatedBy: "USAGE:")[0].split(separator: "\n")
            for line in text where !line.hasPrefix("OVERVIEW:") && line.count > 79 {
                Issue.record("\(command): \(line)")
            }
        }
    }
}
