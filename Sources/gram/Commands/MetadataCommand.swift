internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct MetadataCommand: ReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "metadata",
        abstract: "List what is known of the documents, or join a table to them.",
        discussion: """
            EXAMPLES
              gram metadata shelf.db
              gram metadata shelf.db --where "year < 1930" --format csv
              gram metadata shelf.db authors.csv       a row for each document

            Beside the keys stand each document's tokens, its types, and mattr, the
            mean type-token ratio of all windows of 500 tokens, as in gram diversity; a
            shorter text has none.

            The table has a header. Its rows are joined on the documents' names, with
            or without ending, by the column name, document or file, else the first.
            An empty cell takes a value away. What reads back as the same number is
            stored as one.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "A table of comma- or tab-separated values; - is standard input.") var file: String?
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var lock: WaitOption
    @OptionGroup var limit: LimitOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if file != nil, let option = choice.given.first {
            throw ValidationError("A table says itself which documents it is of; leave \(option) out.")
        }
    }

    func report() throws -> Report {
        guard let file else {
            let corpus = try Corpus(reading: database)
            return try corpus.metadataReport(of: choice.documents(in: corpus), limit: limit.rows)
        }
        let table = try MetadataTable(readTable(file), named: file == "-" ? "stdin" : file)
        let corpus = try Corpus(path: database, access: .readWrite, wait: lock.seconds)
        let documents = try corpus.store.namedDocuments()
        try corpus.store.setMetadata(documents.map { ($0.id, table.values(of: $0.name)) })
        var report = try corpus.metadataReport(limit: limit.rows)
        if let note = table.note(on: documents.map(\.name)) { report.notes.append(note) }
        return report
    }
}

/// The text of a table: UTF-8, its mark left out.
func readTable(_ file: String) throws -> String {
    let text = try namingText(file, isText: false) {
        var text: [UInt8] = []
        var decoder = TextDecoder()
        let bytes = try readInput(file)
        try decoder.decode(bytes.span, into: &text)
        try decoder.finish(into: &text)
        return text
    }
    return String(decoding: text, as: UTF8.self)
}
