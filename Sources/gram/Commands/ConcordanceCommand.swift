internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct ConcordanceCommand: ReportCommand {
    static let charts = ["groups"]
    static let configuration = CommandConfiguration(
        commandName: "concordance",
        abstract: "Show every hit of a word or pattern in its context, from the text as it stood.",
        discussion: """
            EXAMPLES
              gram concordance moby.db whale
              gram concordance moby.db 'white|great whale*' --sort 1L,2L
              gram concordance moby.db 'the []{0,2} sea' --words 8
              gram concordance moby.db '/whal(e|ing)/' --sample 50 --seed 1
              gram concordance moby.db whale --group 1L         what stands before it
              gram concordance shelf.db love --group author --where "year < 1930"
              gram concordance moby.db whale --limit 50 --skip 50      the second fifty
              gram concordance moby.db whale --limit 0 --format csv > whale.csv
              gram concordance moby.db whale --document moby.txt --segment 3 --position 7

            A QUERY is patterns between spaces, one a token: a word (in the tokenizer and
            case of the corpus), love* and l?ve, love|hate, /lov(e|ing)/ for a regular
            expression that the whole token matches, [] for any token, []{0,3} for up to
            three. A backslash takes a character as it is. Hits lie inside a segment and
            may overlap; of those that begin at the same token the shortest counts.

            Positions are 1R, 2R, … for the words after the node, 1L, 2L, … for those
            before. Sorting disregards capitals; equal lines are in the order of the text.

            A line's document, segment and position (see --format csv) show its hit as
            running text, 150 words a side, with the lines of the source.
            """)

    @Argument(help: "The database.")
    var database: String

    @Argument(help: "What is looked for.")
    var query: String

    @Option(parsing: .unconditional, help: "How many characters of context each side has.")
    var window: Int?

    @Option(parsing: .unconditional, help: "How many words of context each side has instead.")
    var words: Int?

    @Option(help: "Where the context ends: at the ends of the document, or of the segment.")
    var within = ContextBound.document

    @Option(
        help: ArgumentHelp(
            "Sort by up to three of 1R, 2R, 1L, …, node, document and keys of the documents' metadata.",
            valueName: "keys"))
    var sort: [String] = []

    @Option(parsing: .unconditional, help: "Draw this many of the hits.")
    var sample: Int?

    @Option(parsing: .unconditional, help: "The seed of the draws.")
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "Count hits by node, 1L, 1R, …, document or a key of the documents' metadata.", valueName: "key"))
    var group: String?

    @Option(
        parsing: .unconditional,
        help: "Show one hit in running text: that of this segment of the --document, with --position.")
    var segment: Int?

    @Option(parsing: .unconditional, help: "With --segment, the token of it at which the hit begins.")
    var position: Int?

    @Option(parsing: .unconditional, help: "Pass over this many lines, for the next page of them.")
    var skip = 0

    @Flag(help: "Of hits that begin at the same token, take the longest.")
    var longest = false

    @OptionGroup var limit: LimitOption
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if window != nil, words != nil { throw ValidationError("--window and --words exclude one another.") }
        for (name, value) in [("--window", window), ("--words", words)] {
            guard let value, !(0...Self.widest).contains(value) else { continue }
            throw ValidationError("\(name) is \(value); give 0 to \(NumberText.grouped(Self.widest)).")
        }
        if let sample, sample < 1 { throw ValidationError("--sample is \(sample); give 1 or more.") }
        guard (0...Self.farthest).contains(skip) else {
            throw ValidationError("--skip is \(skip); give 0 to \(NumberText.grouped(Self.farthest)).")
        }
        let keys = try sortKeys()
        if keys.count > 3 { throw ValidationError("--sort has \(keys.count) keys; three is the most.") }
        try validatePlace()
        if let group {
            _ = try key(group, of: "--group")
            for (name, isGiven) in [
                ("--sort", !sort.isEmpty), ("--sample", sample != nil), ("--window", window != nil),
                ("--words", words != nil), ("--skip", skip > 0),
            ] where isGiven {
                throw ValidationError("--group counts hits; leave \(name) out.")
            }
        }
    }

    private static let widest = 10_000
    /// More lines no corpus has.
    private static let farthest = 1 << 50

    private func validatePlace() throws {
        guard segment != nil || position != nil else { return }
        guard place != nil else {
            throw ValidationError("A hit is at a --segment and a --position, both from 1: give both.")
        }
        if choice.document.isEmpty { throw ValidationError("Name the --document that the hit is in.") }
        if group != nil || !sort.isEmpty || sample != nil || skip > 0 {
            throw ValidationError("One hit is shown; leave --group, --sort, --sample and --skip out.")
        }
    }

    /// Where the hit is that is asked for.
    private var place: ConcordancePassage.Place? {
        guard let segment, let position, segment > 0, position > 0 else { return nil }
        return ConcordancePassage.Place(segment: segment, position: position)
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database)
        var progress = ProgressLine("searching", unit: "steps")
        progress.update(done: 0, of: nil)
        defer { progress.finish() }
        let part = CorpusPart(documents: try choice.documents(in: corpus))
        if let group {
            return try corpus.concordanceGroupsReport(
                query, by: key(group, of: "--group"), of: part, staysInSegment: within == .segment, limit: limit.rows,
                longest: longest)
        }
        let extent = words.map { ConcordanceWindow.Extent.words($0) } ?? window.map { .characters($0) }
        if let place, let document = part.documents {
            return try corpus.passageReport(
                query, at: place, of: document,
                window: ConcordanceWindow(extent ?? .words(150), staysInSegment: within == .segment), longest: longest)
        }
        return try corpus.concordanceReport(
            query, of: part, window: ConcordanceWindow(extent ?? .characters(40), staysInSegment: within == .segment),
            sortedBy: sortKeys(), sample: sample, seed: seed, limit: limit.rows, skipping: skip, longest: longest)
    }

    private func sortKeys() throws -> [ConcordanceKey] {
        try sort.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.map {
            try key(String($0), of: "--sort")
        }
    }

    private func key(_ text: String, of option: String) throws -> ConcordanceKey {
        let name = text.trimming
        guard !name.isEmpty, let key = ConcordanceKey(name) else {
            throw ValidationError(
                "\(option) has '\(text)'; positions are 1L to \(ConcordanceKey.farthest)L and 1R to \(ConcordanceKey.farthest)R."
            )
        }
        return key
    }
}

/// Where a context ends.
enum ContextBound: String, CaseIterable, ExpressibleByArgument { case document, segment }

extension String {
    fileprivate var trimming: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
