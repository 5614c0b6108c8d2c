internal import ArgumentParser
internal import Gramarye

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring a database of an older version to this one's schema.",
        discussion: """
            EXAMPLES
              gram migrate moby.db

            Counts, tokenizer and models stay as they are. An older version can no longer
            read the database then: keep a copy if you need it. It takes about as much room
            again on the disk while it works, and in the folder of temporary files
            (TMPDIR). Indexes of your own are made again.
            """)

    @Argument(help: "The database.")
    var database: String

    @OptionGroup var lock: WaitOption
    @OptionGroup var quiet: QuietOption

    func run() throws {
        let result = try CorpusStore.migrate(database, wait: lock.seconds ?? CorpusStore.defaultWait)
        Console.note(
            result.steps.isEmpty
                ? "\(database): it has the latest schema already"
                : "\(database): migrated (\(result.steps.joined(separator: "; ")))")
        for note in result.notes { Console.note(note) }
    }
}
