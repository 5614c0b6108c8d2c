internal import CorpusTools
public import Reporting
internal import Storage

/// How often something is spelled so in the source text.
public struct FormFrequency: Sendable, Hashable {
    /// As it stands in the text, white space collapsed.
    public let form: String
    public let count: Int
}

extension Corpus {
    /// The spellings, in the source text, of what a query matches; the most frequent first, equal ones in code point order.
    ///
    /// ```swift
    /// try corpus.forms(of: "love").forms  // Love 12, love 340, LOVE 2
    /// ```
    /// - Parameters:
    ///   - text: a word, an n-gram or a query.
    ///   - part: of the corpus.
    /// - Returns: with notes on what has no text, and so is spelled as the tokens are.
    /// - Throws: `QueryError`, `StorageError`, `CorpusError.noKeptText`.
    /// - Complexity: the texts that hold a match are read and tokenized again.
    public func forms(of text: String, in part: CorpusPart = .whole) throws -> (forms: [FormFrequency], notes: [String])
    {
        try store.holding {
            let documents = try store.namedDocuments().count
            if documents > 0, try store.documentsWithoutText() == documents {
                throw CorpusError.noKeptText(database: store.path)
            }
            let query = try query(text)
            let runs = try [RunHits](of: query, in: self.runs(of: part), RunHits.Request(crossesSegments: false))
            let texts = HitTexts(
                corpus: self, runs: runs, window: ConcordanceWindow(.characters(0), staysInSegment: true), keys: [])
            var counts: [String: Int] = [:]
            var notes = query.query.notes
            // A line holds more than its node: not all at a time.
            let places = runs.places(by: [], limit: nil)
            for start in stride(from: 0, to: places.count, by: formsAtATime) {
                let some = Array(places[start..<min(start + formsAtATime, places.count)])
                let (lines, told) = try texts.lines(at: some, in: part)
                for line in lines { counts[line.node, default: 0] += 1 }
                for note in told where !notes.contains(note) { notes.append(note) }
            }
            let forms = counts.map { FormFrequency(form: $0.key, count: $0.value) }.sorted {
                $0.count == $1.count ? $0.form.utf8.lexicographicallyPrecedes($1.form.utf8) : $0.count > $1.count
            }
            return (forms, notes)
        }
    }

    /// Words, n-grams or queries split into the spellings of the source text: a row for each.
    ///
    /// - Parameters:
    ///   - texts: that are split.
    ///   - part: of the corpus.
    ///   - limit: how many spellings each has; all where `nil`.
    public func formsReport(of texts: [String], in part: CorpusPart = .whole, limit: Int? = 20) throws -> Report {
        var table = ResultTable(columns: ["ngram", "form", "count", "share"])
        var (total, notes, told): (Int, [String], [String]) = (0, [], [])
        for text in texts {
            let (forms, remarks) = try forms(of: text, in: part)
            let sum = forms.reduce(0) { $0 + $1.count }
            let ngram = try query(text).query.words ?? [text]
            for form in forms.prefix(limit ?? forms.count) {
                table.append([
                    .of(ngram), .text(form.form), .integer(form.count), .of(Double(form.count) / Double(sum)),
                ])
            }
            total += forms.count
            notes += remarks
            told.append(
                forms.first.map {
                    "“\(text)” has \(NumberText.counted(forms.count, "spelling")), “\($0.form)” the most frequent, "
                        + "\(NumberText.grouped($0.count)) of \(NumberText.counted(sum, "time"))"
                } ?? "“\(text)” occurs nowhere")
        }
        table.total = total
        var report = Report("Spellings", rows: table, provenance: try provenance(of: part.documents))
        report.answer = told.joined(separator: "; ") + "."
        // An empty table says nothing by itself.
        report.notes = notes + (table.rows.isEmpty ? [report.answer] : [])
        return report.about(part.documents)
    }
}

/// How many matches are looked up in the text at a time.
private let formsAtATime = 1 << 14
