package import LanguageModeling
internal import RecurrentModels
package import Reporting
internal import Storage
internal import Tokenization

extension ModelShelf {
    /// How surprising each word of a document of the corpus is to models, some of its segments at a time; rows and chart as of
    /// other texts.
    ///
    /// - Parameters:
    ///   - names: the usual ones where none is given.
    ///   - segments: see ``Corpus/segments(of:_:)``.
    ///   - unknown: the surprisal of words outside a vocabulary.
    ///   - showsSegmentEnds: whether `</s>` has rows too.
    ///   - showsWords: whether the words of a page say what the model was asked.
    ///   - progress: called with what is being made.
    package func surprisalReport(
        of names: [ModelName] = [], on segments: DocumentSegments, unknown: UnknownWordRule = .spell,
        showsSegmentEnds: Bool = false, showsWords: Bool = false, progress: (String) -> Void = { _ in },
        eachRows: ((ResultTable) throws -> Void)? = nil
    ) throws -> Report {
        let file = StimuliFile(segments)
        var report = try surprisalReport(
            of: names, named: segments.document, unknown: unknown, showsSegmentEnds: showsSegmentEnds,
            showsWords: showsWords, progress: progress, eachRows: eachRows
        ) { _ in file }
        let told = "segments \(NumberText.range(segments.numbers)) of \(NumberText.grouped(segments.total))"
        report.title = "Surprisal of \(segments.document), \(told)"
        report.answer += " The text is \(told) of \(segments.document)."
        report.further += [
            .init("document", .text(segments.document)),
            .init("segments", .list([.integer(segments.numbers.lowerBound), .integer(segments.numbers.upperBound)])),
            .init("segment_count", .integer(segments.total)),
            .init("splits", .of(Split.allCases.filter(segments.splits.contains).map(\.name))),
        ]
        report.notes += segments.notes
        let made = try namesOfModels(in: report).filter { try isMade($0, of: segments) }
        if !made.isEmpty {
            report.notes.append(
                "\(made.joined(separator: " and ")) \(made.count == 1 ? "was" : "were") made of this very text or of a "
                    + "part of it: it surprises less than a text not seen before")
        }
        let far = try namesOfModels(in: report).filter(looksBeyondSegments)
        if segments.numbers.lowerBound > 1, !far.isEmpty {
            report.notes.append(
                "\(far.joined(separator: " and ")) \(far.count == 1 ? "begins" : "begin") here as if nothing stood before "
                    + "segment \(NumberText.grouped(segments.numbers.lowerBound))")
        }
        return report
    }

    private func namesOfModels(in report: Report) throws -> [String] {
        guard let column = report.rows.columns.firstIndex(of: "model") else { return [] }
        return report.rows.rows.reduce(into: []) { names, row in
            if case .text(let name) = row[column], names.last != name { names.append(name) }
        }
    }

    /// Whether a model carries what it has read from a segment to the next.
    private func looksBeyondSegments(_ model: String) throws -> Bool {
        guard let name = try? ModelName(parsing: model) else { return false }
        return try name.components.contains { component in
            switch component {
            case .ngram: return false
            case .cache, .neuralCache: return true
            case .saved(let saved):
                return try metadata(of: saved)?.network?.settings.architecture.state == .carried
            }
        }
    }

    /// Whether a model was made of some of the segments: of those that are of train.
    private func isMade(_ model: String, of segments: DocumentSegments) throws -> Bool {
        guard segments.splits.contains(.train), let name = try? ModelName(parsing: model) else { return false }
        return try name.components.contains { component in
            switch component {
            case .ngram: return true
            case .cache, .neuralCache: return false
            case .saved(let saved):
                guard let record = try metadata(of: saved)?.record, !record.isImported else { return false }
                return record.trainedPart.map { $0.ids.contains(segments.documentID) } ?? true
            }
        }
    }
}

extension NumberText {
    /// `1–20`; `7` of one number alone.
    fileprivate static func range(_ range: ClosedRange<Int>) -> String {
        range.count == 1 ? grouped(range.lowerBound) : "\(grouped(range.lowerBound))–\(grouped(range.upperBound))"
    }
}
