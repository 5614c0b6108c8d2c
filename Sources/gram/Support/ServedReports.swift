internal import ArgumentParser
internal import Basics
internal import Explorer
internal import Foundation
internal import Gramarye
internal import Reporting

/// The report of a command whose options a page gives; the command line that gives the same stands in it.
func servedReport(_ command: String, _ database: String, _ arguments: [String]) throws -> Report {
    var arguments = arguments
    // A comparison without a network would train one; a page only reads, and says what is missing.
    let isComparison = command == CompareCommand.configuration.commandName
    var lacksNetwork = false
    if isComparison, !arguments.contains(where: { $0.hasPrefix("--model=") }) {
        let corpus = try Corpus(reading: database)
        arguments += try corpus.usualComparedModels().map { "--model=\($0)" }
        lacksNetwork = try !corpus.holdsNetwork()
    }
    let line = ["gram", command, database] + arguments
    let parsed = try Gram.parseAsRoot(Array(line.dropFirst()))
    guard let parsed = parsed as? any ReportCommand else {
        throw CommandError("\(command) has no report.", kind: .faultOfTheTool)
    }
    var report = try parsed.report()
    report.provenance.commandLine = commandLineText(line)
    if lacksNetwork {
        report.notes.insert(
            "there is no network to compare; to train one: gram train \(shellQuoted(database)) NAME --preset tiny",
            at: 0)
    }
    return report
}

/// An error as a page tells it.
func servedWording(_ error: any Error) -> (fact: String, remedy: String?, status: Int) {
    if let explained = (error as? any ExplainedError).map(explanation) {
        let more = explained.details + [explained.cause, explained.remedy].compactMap(\.self)
        return (
            explained.fact.sentence, more.isEmpty ? nil : more.joined(separator: " "), explained.kind.status
        )
    }
    guard Gram.exitCode(for: error) == .validationFailure else { return ("\(error)".sentence, nil, 500) }
    return (Gram.message(for: error).sentence, nil, 422)
}

extension ErrorKind {
    fileprivate var status: Int {
        switch self {
        case .faultOfTheTool: 500
        case .tryAgain: 503
        default: 422
        }
    }
}

extension Corpus {
    /// Whether what runs is asked for by the explorer.
    static var isServed: Bool { CorpusPool.current != nil }

    /// The corpus that the request at hand has already; `nil` outside of the explorer.
    static func served(_ database: String, needsText: Bool) throws -> Corpus? {
        guard let corpus = CorpusPool.current, corpus.store.path == database else { return nil }
        guard corpus.holdsText || !needsText else { throw CorpusError.noText(database: database) }
        return corpus
    }
}
