public import ArgumentParser
internal import Foundation
public import Gramarye

/// Which n-grams a list of frequencies has.
struct FrequencyFilterOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Show n-grams that occur at least this often.")
    var minimum: Int?

    @Option(parsing: .unconditional, help: "Show n-grams that occur in at least so many documents.")
    var minimumDocuments: Int?

    @Option(help: "Show n-grams that this query matches whole, of all its lengths.")
    var matching: String?

    @Option(help: "Show n-grams whose words, joined by a space, match this regular expression.")
    var regex: String?

    @Option(help: ArgumentHelp("Leave out n-grams with a word that this file lists, a word a line.", valueName: "FILE"))
    var exclude: String?

    func validate() throws {
        if let minimum, minimum < 0 { throw ValidationError("--minimum is \(minimum); give 0 or more.") }
        if let minimumDocuments, minimumDocuments < 0 {
            throw ValidationError("--minimum-documents is \(minimumDocuments); give 0 or more.")
        }
        if let regex, (try? NSRegularExpression(pattern: regex)) == nil {
            throw ValidationError("--regex '\(regex)' is no regular expression.")
        }
    }

    /// Refuses those of some options that are given.
    ///
    /// - Parameter reason: what speaks against them, without a full stop.
    func refuse(_ names: [String], _ reason: String) throws {
        let given = [
            ("--minimum", minimum != nil), ("--minimum-documents", minimumDocuments != nil),
            ("--matching", matching != nil), ("--regex", regex != nil), ("--exclude", exclude != nil),
        ].filter { $0.1 && names.contains($0.0) }.map(\.0)
        guard given.isEmpty else { throw ValidationError("\(reason); leave \(given.joined(separator: ", ")) out.") }
    }

    /// The filter, and what a reader should know of the file.
    func filter(of corpus: Corpus) throws -> (filter: FrequencyFilter, notes: [String]) {
        var filter = FrequencyFilter()
        filter.minimum = minimum ?? 1
        filter.minimumDocuments = minimumDocuments ?? 1
        filter.expression = try regex.map { try NSRegularExpression(pattern: $0) }
        filter.query = matching
        guard let exclude else { return (filter, []) }
        let lines = String(decoding: try readInput(exclude), as: UTF8.self).split(whereSeparator: \.isNewline)
        var others = 0
        for line in lines {
            let words = try corpus.words(of: String(line))
            if words.count == 1 { filter.excluded.insert(words[0]) } else { others += 1 }
        }
        let note =
            "\(exclude): \(NumberText.counted(others, "line")) \(others == 1 ? "is" : "are") no single token here, and "
            + "\(others == 1 ? "excludes" : "exclude") nothing"
        return (filter, others > 0 ? [note] : [])
    }
}

/// What a list of frequencies shows.
struct FrequencyColumnOptions: ParsableArguments {
    @Option(help: "Further columns: documents, dispersion, spread, tf-idf.")
    var columns: [ListArgument<FrequencyColumn>] = []

    @Option(help: "Sort by one of these columns, the largest first. (default: by frequency)")
    var sort: FrequencyColumn?

    func validate() throws {
        if sort == .spread { throw ValidationError("A spread is a list of counts; sort by another column.") }
    }

    func listing(limit: Int?, memory: MemorySize) -> FrequencyListing {
        var listing = FrequencyListing()
        listing.columns = Set(columns.flatMap(\.elements))
        listing.order = sort
        listing.limit = limit
        listing.memory = memory.bytes
        return listing
    }

    func refuse(_ reason: String) throws {
        let given = (columns.isEmpty ? [] : ["--columns"]) + (sort == nil ? [] : ["--sort"])
        guard given.isEmpty else { throw ValidationError("\(reason); leave \(given.joined(separator: ", ")) out.") }
    }
}

extension FrequencyColumn: ExpressibleByArgument {}

/// Frequencies along a numeric key.
struct TrendOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Follow words along a numeric key of the documents' metadata.", valueName: "key"))
    var trend: String?

    @Option(parsing: .unconditional, help: "With --trend, the seed of the bootstrap. (default: 1)")
    var seed: UInt64?

    func validateAlone() throws {
        if seed != nil { throw ValidationError("--seed goes with --trend KEY.") }
    }
}
