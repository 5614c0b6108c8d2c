internal import Foundation
internal import Testing

/// Imports go downward only. SwiftPM does not reliably refuse an undeclared import of a sibling.
@Suite struct ArchitectureTests {
    /// What a module may import, beside the system's and Swift's own.
    static let allowed: [String: Set<String>] = [
        "Basics": ["CNettle", "CPrefetch"],
        "Documents": ["Basics", "CArchive", "CLZMA", "CXML", "CZlib"],
        "Tokenization": ["Basics", "CICU"],
        "Statistics": ["Basics"],
        "LinearAlgebra": ["Basics", "COneDNN", "CVectorMath"],
        "Counting": ["Basics", "Tokenization"],
        "LanguageModeling": ["Basics", "Tokenization", "Statistics"],
        "NgramModels": ["Basics", "Counting", "LanguageModeling", "Tokenization"],
        "RecurrentModels": ["Basics", "LanguageModeling", "LinearAlgebra", "Statistics", "Tokenization"],
        "Storage": ["Basics", "CZstd", "Counting", "Documents", "Tokenization", "GRDB", "GRDBSQLite"],
        "CorpusTools": ["Basics", "Counting", "Statistics", "Tokenization"],
        "Reporting": ["Basics", "Statistics"],
        "Gramarye": [
            "Tokenization", "Counting", "Statistics", "LanguageModeling", "NgramModels", "LinearAlgebra",
            "RecurrentModels", "Storage", "CorpusTools", "Reporting", "Basics", "Documents",
        ],
        "GramaryeC": ["Basics", "CGramarye", "Gramarye"],
        "Explorer": ["Basics", "CMemory", "Gramarye", "Reporting", "Storage", "FlyingSocks"],
        "gram": ["Basics", "Explorer", "Gramarye", "Reporting", "CTerminal", "ArgumentParser"],
    ]

    static let system: Set<String> = [
        "Foundation", "FoundationEssentials", "Glibc", "Darwin", "Dispatch", "Synchronization", "RegexBuilder",
    ]

    @Test(arguments: allowed.keys.sorted())
    func importsOnlyWhatTheTableAllows(module: String) throws {
        let sources = Workbench.package.appending(path: "Sources/\(module)")
        let names = try #require(FileManager.default.enumerator(atPath: sources.path))
        var files = 0
        for case let name as String in names where name.hasSuffix(".swift") {
            files += 1
            let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
            for line in text.split(separator: "\n") {
                guard let imported = Self.imported(by: line) else { continue }
                #expect(
                    Self.system.contains(imported) || Self.allowed[module]!.contains(imported),
                    "\(module)/\(name) imports \(imported)")
            }
        }
        #expect(files > 0)
    }

    @Test func everyModuleIsInTheTable() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Workbench.package.appending(path: "Sources").path)
        let modules = folders.filter {
            ![
                "CICU", "CArchive", "CGramarye", "CLZMA", "CLibXML2", "CMemory", "CNettle", "COneDNN", "CPrefetch",
                "CTerminal",
                "CVectorMath",
                "CXML", "CZlib", "CZstd",
            ].contains($0) && !$0.hasPrefix(".")
        }
        #expect(Set(modules) == Set(Self.allowed.keys))
    }

    /// The library speaks of its own types and of data: options and commands are words of the command alone.
    @Test func theLibraryNamesNoOptionAndNoCommand() throws {
        let snapshot = Workbench.package.appending(path: "Tests/CommandTests/Snapshots/options.txt")
        let commands = try String(contentsOf: snapshot, encoding: .utf8).split(separator: "\n")
            .map { $0.prefix { $0 != " " } }
        #expect(commands.count > 10)
        let named = try Regex("--[a-z]|\\bgram (\(commands.joined(separator: "|")))\\b")
        // Variables of the pages' style sheets, the explorer, whose pages name the commands, and the notation of tokenizers in results, which is that of their options.
        let others = ["Reporting/Pages/", "Explorer/", "Tokenization/Tokenizers/TokenizerSummary.swift"]
        for module in Self.allowed.keys where module != "gram" {
            let sources = Workbench.package.appending(path: "Sources/\(module)")
            let names = try #require(FileManager.default.enumerator(atPath: sources.path))
            for case let name as String in names where name.hasSuffix(".swift") {
                if others.contains(where: "\(module)/\(name)".hasPrefix) { continue }
                let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
                for line in text.split(separator: "\n")
                where !line.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") {
                    #expect(!line.contains(named), "\(module)/\(name): \(line)")
                }
            }
        }
    }

    /// The module that a line imports, if it is an import.
    static func imported(by line: Substring) -> String? {
        var words = line.split(separator: " ")[...]
        while let first = words.first, first.hasPrefix("@") || Self.levels.contains(String(first)) {
            words.removeFirst()
        }
        guard words.first == "import" else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let rest = words.dropFirst().drop { kinds.contains($0) }
        return rest.first?.split(separator: ".").first.map(String.init)
    }

    private static let levels: Set<String> = ["public", "package", "internal", "fileprivate", "private"]
}
