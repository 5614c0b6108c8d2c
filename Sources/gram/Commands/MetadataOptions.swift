internal import ArgumentParser
internal import Gramarye

/// What is known of texts beside themselves, and whether they are kept.
struct MetadataOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A table of metadata with a header, a row for each document, joined on their names.", valueName: "file"))
    var metadata: String?

    @Option(
        help: ArgumentHelp(
            "A regular expression over the names of documents, whose named groups are metadata, as "
                + "'(?<author>[^_]+)_(?<year>[0-9]+)'.", valueName: "regex"))
    var namePattern: String?

    @Flag(help: "Do not keep the text beside the tokens: it can then not be shown or written out again.")
    var noText = false

    func validate() throws {
        if let name = namePattern.flatMap(NamePattern.badGroupName) {
            throw ValidationError(
                "--name-pattern has a group named '\(name)'; a name is letters from A to z and digits, a letter first.")
        }
        if let namePattern, NamePattern(namePattern) == nil {
            throw ValidationError(
                "--name-pattern '\(namePattern)' is no regular expression with a named group, as (?<author>[^_]+).")
        }
    }

    /// What the pattern and the table did not fit, of documents of these names.
    /// - Parameter table: that `apply` returned.
    func notes(on names: [String], table: MetadataTable?) -> [String] {
        guard !names.isEmpty else { return [] }
        return [namePattern.flatMap(NamePattern.init)?.note(on: names), table?.note(on: names)].compactMap { $0 }
    }

    /// - Returns: the table of metadata, which knows what of it was joined.
    func apply(to options: inout IngestOptions) throws -> MetadataTable? {
        options.keepsText = !noText
        let table = try metadata.map { try MetadataTable(readTable($0), named: $0) }
        if let pattern = namePattern.flatMap(NamePattern.init) { options.nameMetadata = pattern.values }
        if let table { options.tableMetadata = table.values }
        return table
    }
}
