internal import ArgumentParser
internal import Basics
internal import Gramarye

struct RemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove documents from a database, and exactly their n-grams from its counts.",
        discussion: """
            EXAMPLES
              gram remove shelf.db moby-dick.txt
              gram remove shelf.db 1851/moby-dick.txt 1853/bartleby.txt
            """)

    @Argument(help: "The database.")
    var database: String

    @Argument(help: "The names of the documents, as listed by gram info.")
    var names: [String]

    @OptionGroup var lock: WaitOption
    @OptionGroup var quiet: QuietOption

    func run() throws {
        let store = try CorpusStore(path: database, access: .readWrite, wait: lock.seconds)
        let stale = Corpus.staleModels(of: database)
        let left = try withIngestProgress { try store.remove(names, progress: $0) }
        var seen: Set<String> = []
        Console.note(
            "\(shortened(names.filter { seen.insert($0).inserted })): removed; \(NumberText.counted(left, "document")) "
                + (left == 1 ? "is left" : "are left"))
        if let note = Corpus.noteOnStaleModels(of: database, before: stale) { Console.note(note) }
    }
}
