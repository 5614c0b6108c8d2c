internal import Basics
internal import Foundation
public import LanguageModeling
public import Reporting
public import Tokenization

extension ModelShelf {
    /// The likeliest words after a context, by each model; chart `next`, of the first that has any, `next-MODEL` of the others.
    ///
    /// - Parameters:
    ///   - text: oldest word first, cut by each model's tokenizer.
    ///   - names: of the models; where none is given the unsmoothed, Laplace's and the saved ones.
    ///   - splits: what is counted, and what unsmoothed and Laplace models are estimated from.
    ///   - limit: words per model; 0 for all.
    ///   - unknown: whether `<unk>` is listed.
    ///   - temperature: T of P(w)^(1/T), to which the chances of the words that can be listed are in proportion.
    ///   - progress: called with which model is being made.
    public func nextReport(
        after text: String = "", models names: [ModelName] = [], splits: Set<Split> = [.train], limit: Int = 10,
        unknown: Bool = false, temperature: Double = 1, progress: (String) -> Void = { _ in }
    ) throws -> Report {
        var rows = PointRows(isRanked: true)
        let (models, notes) = try pointModels(
            names, order: corpus.words(of: text).count + 1, splits: splits, progress: progress)
        rows.notes = notes
        var charts: [(name: String, chart: Chart, answers: [WordProbability])] = []
        for model in models {
            let context = try corpus.words(of: text, by: model.tokenizer)
            let answers = try model.likeliest(
                after: context, limit: limit, unknown: unknown, temperature: temperature)
            for (index, answer) in answers.enumerated() { rows.append(answer, rank: index + 1) }
            if let chart = Chart.continuations(answers, after: text, by: model.name, temperature: temperature) {
                charts.append((charts.isEmpty ? "next" : "next-\(model.name)", chart, answers))
            }
            if answers.isEmpty {
                rows.notes.append("\(model.name): nothing was seen after '\(context.joined(separator: " "))'")
            }
            if temperature != 1, !unknown, let share = try model.unlistedShare(after: context) {
                rows.notes.append("\(model.name): <unk>, which is not listed, keeps its \(NumberText.rounded(share))")
            }
        }
        var report = rows.report(
            text.isEmpty ? "The likeliest words" : "What follows “\(text)”", isShownOnPages: false,
            provenance: try provenance(of: models))
        // On a page each model has its bars, and beside them the words to choose from.
        report.blocks =
            charts.flatMap { name, chart, answers in
                [.chart(chart, named: name), .table(Self.choices(answers), named: "words-\(answers[0].model)")].map {
                    (block: Report.Block) in block.only(.page)
                }
            } + report.blocks
        report.answer = charts.first?.chart.finding ?? "Nothing was seen there by the models asked."
        report.further.append(.init("temperature", .number(temperature)))
        if corpus.holdsText { report.notes += try corpus.notesOnAbsent(corpus.words(of: text)) }
        let end = Marker.texts[Int(Marker.segmentEnd)]
        if charts.contains(where: { $0.answers.contains { $0.word == end } }) {
            report.notes.append("\(end) is the end of a segment: a line, a sentence or a paragraph")
        }
        if temperature != 1 {
            report.notes.insert(
                temperature == 0
                    ? "temperature 0: the likeliest word has all that the words to be listed share"
                    : "temperature \(temperature.shortest): the words to be listed share what is theirs in proportion to "
                        + "P(w)^(1/\(temperature.shortest))", at: 0)
        }
        return report
    }

    /// What a reader chooses from.
    private static func choices(_ answers: [WordProbability]) -> ResultTable {
        var table = ResultTable(columns: ["rank", "word", "count", "probability", "surprisal_bits"])
        for (index, answer) in answers.enumerated() {
            table.append([
                .integer(index + 1), .text(answer.word), .integer(answer.count),
                .of(answer.logProbability.map { exp($0) }),
                .of(answer.logProbability.map { $0 == 0 ? 0 : -$0 / M_LN2 }),
            ])
        }
        return table
    }

    /// P(word | context) by each model; of several words one after the other one row each, and one for their product;
    /// chart `probability` of several models.
    ///
    /// - Parameters:
    ///   - text: one word or more, cut by each model's tokenizer.
    ///   - context: likewise, oldest word first.
    ///   - names: of the models; the usual ones where none is given.
    ///   - splits: what models of counts alone are made of.
    ///   - explained: whether each row has its formula with the numbers in it.
    ///   - progress: called with what is being made.
    public func probabilityReport(
        of text: String, after context: String = "", models names: [ModelName] = [], splits: Set<Split> = [.train],
        explained: Bool = false, progress: (String) -> Void = { _ in }
    ) throws -> Report {
        var rows = PointRows(isRanked: false)
        let (models, notes) = try pointModels(
            names, order: corpus.words(of: context).count + 1, splits: splits, progress: progress)
        rows.notes = notes
        // What is asked for of each model: of several words their product.
        var last: [WordProbability] = []
        for model in models {
            let words = try corpus.words(of: text, after: context, by: model.tokenizer)
            let before = try corpus.words(of: context, by: model.tokenizer)
            if words.isEmpty { throw CorpusError.nothingToLookUp(text, tokenizer: model.tokenizer) }
            var answers: [WordProbability] = []
            for (index, word) in words.enumerated() {
                answers.append(try model.answer(word, after: before + words[..<index], explained: explained))
            }
            for answer in answers { rows.append(answer, explained: explained) }
            if answers.count > 1 {
                answers = [try model.product(of: answers)]
                rows.append(answers[0], explained: explained)
            }
            last += answers
        }
        let title = "P(\(text)\(context.isEmpty ? "" : " | \(context)"))"
        var report = rows.report(title, isShownOnPages: true, provenance: try provenance(of: models))
        if let chart = Chart.probability(last) {
            report.blocks.insert(Report.Block.chart(chart, named: "probability").only(.page), at: 0)
        }
        report.answer = Self.finding(last, of: title)
        if explained { report.notes += models.flatMap { model in model.notes.map { "\(model.name): \($0)" } } }
        if corpus.holdsText {
            report.notes += try corpus.notesOnAbsent(
                corpus.words(of: context) + corpus.words(of: text, after: context, by: corpus.tokenizer))
        }
        return report
    }

    private func provenance(of models: [WordProbabilityModel]) throws -> Provenance {
        var provenance = try corpus.provenance(rule: rule)
        provenance.name(rules: Set(models.map(\.vocabularyRule.description)))
        return provenance
    }

    /// What each of a few models gives, in a sentence.
    private static func finding(_ answers: [WordProbability], of event: String) -> String {
        let shown = answers.prefix(4).map { answer in
            answer.logProbability.map { NumberText.rounded(exp($0), significantDigits: 3) + " by \(answer.model)" }
                ?? "undefined by \(answer.model)"
        }
        return "\(event) is \(shown.joined(separator: ", "))\(answers.count > 4 ? " …" : ".")"
    }

    /// The models asked for; or the unsmoothed and Laplace's, and the saved ones of the database that can be asked.
    private func pointModels(
        _ names: [ModelName], order: Int, splits: Set<Split>, progress: (String) -> Void
    ) throws -> (models: [WordProbabilityModel], notes: [String]) {
        guard names.isEmpty else {
            // To estimate a model takes longer than a writer should wait: all of its text is read first.
            if names.contains(where: \.isEstimatedWhole) {
                prepare(names)
                corpus.store.endSnapshot()
            }
            let models = try names.map { name in
                progress(name.description)
                return try wordProbabilityModel(name, splits: splits)
            }
            let notes = zip(names, models).compactMap { ruleNote(of: $0, by: $1.vocabularyRule) }
            return (models, try notes + partNotes(of: names))
        }
        var models: [WordProbabilityModel] = []
        var leftOut: [String] = []
        if corpus.holdsText {
            models = [unsmoothed(order: order, splits: splits), laplace(order: order, splits: splits)]
        }
        for saved in try corpus.store.models().map(\.name) {
            do {
                models.append(try wordProbabilityModel(ModelName(components: [.saved(saved)]), splits: splits))
            } catch let error as ModelError {
                switch error {
                case .stale, .unknownKind: leftOut.append("left out: \(corpus.told(error))")
                case .backward: leftOut.append("left out: \(error.fact). \(error.cause ?? "")")
                default: throw error
                }
            }
        }
        let saved = models.map { ModelName(components: [.saved($0.name)]) }
        return (models, try leftOut + partNotes(of: saved))
    }
}

extension ModelName {
    /// Whether all of a model has to be estimated for the least question.
    fileprivate var isEstimatedWhole: Bool {
        components.contains { component in
            guard case .ngram(let name) = component else { return false }
            return isMixture || ![.maximumLikelihood, .laplace].contains(name.method)
        }
    }
}

/// Rows of single probabilities.
private struct PointRows {
    private var table: ResultTable
    var notes: [String] = []
    /// What is shown below a table for people.
    private var explanations: [(model: String, explanation: ProbabilityExplanation)] = []
    /// Which words models do not know, for people too.
    private var unknown: [String] = []

    /// - Parameter isRanked: whether rows begin with a rank.
    init(isRanked: Bool) {
        table = ResultTable(
            columns: (isRanked ? ["rank"] : []) + [
                "model", "split", "context", "word", "in_vocabulary", "count", "context_count", "probability",
                "log10_probability", "surprisal_bits", "explanation",
            ])
    }

    /// - Parameter explained: whether the formula is shown even where the probability is defined.
    mutating func append(_ answer: WordProbability, rank: Int? = nil, explained: Bool = false) {
        let shown = explained || answer.logProbability == nil
        let explanation = shown ? answer.explanation : nil
        table.append(
            (rank.map { [.integer($0)] } ?? []) + [
                .text(answer.model), .text(answer.split), .of(answer.context), .text(answer.word),
                .bool(answer.inVocabulary), .integer(answer.count), .integer(answer.contextCount),
                .of(answer.logProbability.map { exp($0) }), .of(answer.logProbability.map { $0 / M_LN10 }),
                .of(answer.logProbability.map { $0 == 0 ? 0 : -$0 / M_LN2 }), .of(explanation?.value),
            ])
        if let explanation { explanations.append((answer.model, explanation)) }
        var remarks = answer.unknownContext.map { "\($0) is <unk> to \(answer.model)" }
        if !answer.inVocabulary {
            remarks.append(
                answer.takesWordsAsSpelled
                    ? "\(answer.word) does not occur in the corpus" : "\(answer.word) is <unk> to \(answer.model)")
        }
        for remark in remarks where !unknown.contains(remark) { unknown.append(remark) }
    }

    /// On a page each explanation under a heading; on a terminal those of one line together, below the model's name the others.
    private var explanationBlocks: [Report.Block] {
        if explanations.isEmpty { return [] }
        var blocks: [Report.Block] = [Report.Block.heading("With its numbers").only(.page)]
        var lines: [String] = []
        // What their letters mean, once for all that mean the same.
        var letters: [String] = []
        func flush() {
            blocks += (Report.Block.sentences(lines) + Report.Block.sentences(letters)).map { $0.only(.terminal) }
            (lines, letters) = ([], [])
        }
        for (model, explanation) in explanations {
            let own = explanation.blocks(model)
            if explanation.isOneLine {
                lines.append("\(model): \(explanation.text[0])")
                blocks += own.map { $0.only(.page) }
                if let told = explanation.lettersOfOneLine?.sentenceCased, !letters.contains(told) {
                    letters.append(told)
                }
            } else {
                flush()
                blocks += own
            }
        }
        flush()
        return blocks
    }

    /// For people what fits a terminal's width, the words that models do not know, and the formulas.
    ///
    /// - Parameter isShownOnPages: whether the table is, too.
    func report(_ title: String, isShownOnPages: Bool, provenance: Provenance) -> Report {
        let shown = ["rank", "model", "context", "word", "count", "context_count", "probability", "surprisal_bits"]
            .compactMap { table.columns.firstIndex(of: $0) }
        var narrow = ResultTable(columns: shown.map { table.columns[$0] })
        for row in table.rows { narrow.append(shown.map { row[$0] }) }
        let shownTable = Report.Block.table(narrow, named: "probabilities")
        var report = Report(
            title, rows: table, blocks: [isShownOnPages ? shownTable : shownTable.only(.terminal)],
            provenance: provenance)
        if !unknown.isEmpty { report.blocks.append(.lines(unknown)) }
        report.blocks += explanationBlocks
        report.notes = notes
        return report
    }
}
