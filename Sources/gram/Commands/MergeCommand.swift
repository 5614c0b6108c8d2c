internal import ArgumentParser
internal import Foundation
internal import Gramarye
internal import Reporting

struct MergeCommand: ReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make one database of several that were made apart.",
        discussion: """
            EXAMPLES
              gram merge shelf.db 1851.db 1853.db 1857.db    three into one, made if absent
              gram merge shelf.db new/*.db --memory 1G

            The result is what one ingest of all their texts in this order would have made.
            The databases must cut texts by the same tokenizer and divide them alike; they
            are only read. Documents of one name are skipped if they have one content, and
            an error if not. Models of the first database stay, and are stale then; those
            of the others are left out.

            Databases of counts alone (gram import DB --counts) are summed into a new one.
            """)

    @Argument(help: "The database that the others go into, made if there is none.")
    var database: String

    @Argument(help: "The other databases, in the order of their documents.")
    var shards: [String]

    @Option(parsing: .unconditional, help: "Threads to use. (default: all cores)")
    var threads: Int?

    @Option(
        parsing: .unconditional,
        help: "Approximate memory to use, such as 512M, besides the list of types; beyond it, temporary files are used."
    )
    var memory = MemorySize(bytes: 2 << 30)

    @OptionGroup var lock: WaitOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads is \(threads); give 1 or more.") }
    }

    func report() throws -> Report {
        try requireOpenFiles(beside: shards.count)
        var options = MergeOptions()
        if let threads { options.threads = threads }
        options.memory = memory.bytes
        if let wait = lock.seconds { options.wait = wait }
        let stale = Corpus.staleModels(of: database)
        let clock = ContinuousClock.now
        let result = try withIngestProgress { try CorpusStore.merge(shards, into: database, options, progress: $0) }
        Console.saved(database)
        var report = try result.report(of: database, seconds: (ContinuousClock.now - clock) / .seconds(1))
        if result.shards.contains(where: { $0.documents > 0 }),
            let note = Corpus.noteOnStaleModels(of: database, before: stale)
        {
            report.notes.append(note)
        }
        return report
    }
}
