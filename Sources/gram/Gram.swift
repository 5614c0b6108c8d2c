internal import ArgumentParser
internal import Basics
internal import Foundation
internal import Gramarye

struct Gram: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gram",
        abstract: "Count, fit and model a text: n-gram statistics, Zipf's law, smoothed and recurrent language models.",
        usage: "gram COMMAND DATABASE [ARGUMENTS]",
        discussion: """
            EXAMPLES
              gram ingest moby.db moby-dick.txt           read a text into a new database
              gram zipf moby.db                           how frequency falls with rank
              gram probability moby.db whale --given the  P(whale | the)
              gram compare moby.db                        models side by side

            gram help topics lists the topics of language modelling, each with its text in
            the tutorial and the commands that show it; gram help models the formulas;
            gram help terms [WORD] says what the words of results mean.
            """,
        version: gramaryeVersion,
        groupedSubcommands: [
            CommandGroup(
                name: "Text in",
                subcommands: [
                    IngestCommand.self, RemoveCommand.self, MergeCommand.self, MigrateCommand.self, InfoCommand.self,
                    MetadataCommand.self,
                    VocabularyCommand.self,
                    TokenizeCommand.self,
                ]),
            CommandGroup(
                name: "Statistics",
                subcommands: [
                    FrequenciesCommand.self, ZipfCommand.self, GrowthCommand.self, DiversityCommand.self,
                    ReportPageCommand.self, WalkCommand.self, ServeCommand.self,
                ]),
            CommandGroup(
                name: "Corpus tools",
                subcommands: [
                    ConcordanceCommand.self, CollocationsCommand.self, KeynessCommand.self, DispersionCommand.self,
                ]),
            CommandGroup(
                name: "Models",
                subcommands: [
                    ModelsCommand.self, ProbabilityCommand.self, NextCommand.self, PerplexityCommand.self,
                    SurprisalCommand.self, ScoreCommand.self, MixCommand.self,
                    TrainCommand.self,
                    GenerateCommand.self, CompareCommand.self, GradientsCommand.self, ExportCommand.self,
                    ImportCommand.self,
                ]),
        ])

    static var commands: [any ParsableCommand.Type] { configuration.groupedSubcommands.flatMap(\.subcommands) }
}

@main
enum Main {
    static func main() {
        // A limit on the size of files is then an error of the write that meets it, and is told.
        signal(SIGXFSZ, SIG_IGN)
        do { try refuseArgumentsOfOtherEncodings() } catch { exit(reported(error)) }
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.starts(with: ["help", "terms"]) { exit(printTerms(about: Array(arguments.dropFirst(2)))) }
        if let status = topicHelp(Array(arguments)) { exit(status) }
        let command = arguments.first == "help" ? arguments.dropFirst().first : arguments.first
        if let command, let error = unknownCommand(command) {
            exit(reported(error))
        }
        do {
            try refuseRepeatedOptions()
            try refuseFilesLikeOptions()
            var command = try Gram.parseAsRoot()
            try requireOpenFiles()
            try command.run()
        } catch {
            exit(reported(error))
        }
    }

    /// Help on a topic that is no command, and an error of more words than one.
    private static func topicHelp(_ arguments: [String]) -> Int32? {
        guard arguments.first == "help", arguments.count > 1, !arguments[1].hasPrefix("-") else { return nil }
        let asked = arguments.dropFirst().joined(separator: " ")
        if ["topics", "tutorial"].contains(asked) {
            Console.print(lines: Topic.list)
            return 0
        }
        let isCommand = Gram.commands.contains { $0.configuration.commandName == arguments[1] }
        if !isCommand, let topic = Topic.named(asked) {
            Console.print(lines: topic.lines)
            return 0
        }
        guard let further = arguments.dropFirst(2).first(where: { !$0.hasPrefix("-") }) else { return nil }
        return reported(
            CommandError(
                "'\(further)' is one word too many: help is on one command or topic.",
                remedy: isCommand ? "Try: gram help \(arguments[1])" : "See: gram help topics", kind: .usage))
    }

    /// What the words of results mean.
    private static func printTerms(about words: [String]) -> Int32 {
        let word = words.isEmpty ? nil : words.joined(separator: " ")
        let lines = Glossary.lines(about: word, width: min(Console.width, 80))
        guard lines.isEmpty else {
            Console.print(lines: lines)
            return 0
        }
        return reported(
            CommandError(
                "The glossary has nothing about '\(word ?? "")'.", remedy: "See all of it: gram help terms",
                kind: .usage))
    }

    /// A file whose name begins with a dash would be read as options, one of them perhaps a call for help.
    private static func refuseFilesLikeOptions() throws {
        let given = CommandLine.arguments.prefix { $0 != "--" }.dropFirst(2)
        for name in given where name.hasPrefix("-") && name.count > 2 && FileManager.default.fileExists(atPath: name) {
            throw CommandError(
                "'\(name)' begins as options do, and is a file, too.", cause: "It would be read as options.",
                remedy: "If the file is meant, name it ./\(name)")
        }
    }

    /// What to say of a first argument that is no command and no option.
    private static func unknownCommand(_ name: String) -> CommandError? {
        let names = Gram.commands.compactMap { $0.configuration.commandName }
        if name.hasPrefix("-") || names.contains(name) || ["help"].contains(name) { return nil }
        if FileManager.default.fileExists(atPath: name) {
            return CommandError(
                "'\(name)' is a file, not a command.", cause: "The command comes first, then the database.",
                remedy: "Try: gram info \(name), or to read a text: gram ingest NAME.db \(name)")
        }
        let near = namesNear(name, among: names)
        let remedy =
            otherNames[name] ?? (near.isEmpty ? "gram --help" : near.map { "gram \($0)" }.joined(separator: " or "))
        return CommandError("There is no command '\(name)'.", remedy: "Try: \(remedy)")
    }
}
