internal import Foundation
internal import Testing

/// What README, the demo and the other names tell people to type exists.
@Suite struct DocumentationTests {
    @Test(arguments: ["README.md", "Scripts/demo", "Corpora/README.md", "CONTRIBUTING.md"])
    func commandsAndOptionsExist(file: String) throws {
        let text = try String(contentsOf: Workbench.package.appending(path: file), encoding: .utf8)
        let bench = try Workbench()
        let known = try Set(commandNames())
        var help: [String: String] = [:]
        for command in Self.commandLines(in: text) {
            let name = try #require(command.first)
            guard known.contains(name) else {
                Issue.record("\(file): there is no command 'gram \(name)'")
                continue
            }
            if help[name] == nil { help[name] = try bench.gram(name, "--help").output }
            for option in command where option.hasPrefix("--") {
                let flag = option.prefix { $0 != "=" }
                #expect(help[name]!.contains(flag), "\(file): gram \(name) has no \(flag)")
            }
        }
    }

    /// The words after `gram` on lines that begin with it, after a prompt or a quotation mark.
    static func commandLines(in text: String) -> [[String]] {
        text.split(separator: "\n").compactMap { line in
            let start = line.prefixMatch(of: #/\s*(\$\s|run\s"|\|\s`)?gram\s(?=[^\s-])/#)
            guard let start else { return nil }
            return line[start.range.upperBound...].split { " `\"|,;".contains($0) }.map(String.init)
        }
    }
}

/// The commands that `gram --help` lists.
func commandNames() throws -> [String] {
    let lines = try Workbench().gram("--help").output.split(separator: "\n")
    return lines.drop { !$0.uppercased().contains("SUBCOMMANDS") }.compactMap { line in
        line.hasPrefix("  ") && !line.hasPrefix("   ") && !line.hasPrefix("  See ")
            ? line.split(separator: " ").first.map(String.init) : nil
    }
}
