internal import LanguageModeling
internal import Reporting

/// The stimuli of a file that can be read, tied to their tokens.
struct ReadStimuli {
    var stimuli: [TokenizedStimulus] = []
    /// Which of the file's each is.
    var sources: [Int] = []
    /// The items that cannot be read, by the place in `stimuli` before which they stand.
    var unreadable: [Int: [String]] = [:]
    /// What a reader should know of them.
    var notes: [String] = []
}

/// Rows of `surprisal`: for programs one for each word and model, for people one for each word, models side by side.
struct SurprisalRows {
    private let file: StimuliFile
    private let read: ReadStimuli
    var stimuli: [TokenizedStimulus] { read.stimuli }
    private let tokens: Int
    private let counts: [[String]: Int]
    private let showsSegmentEnds: Bool
    private(set) var table: ResultTable
    private(set) var notes: [String]
    private var models: [ModelReading] = []

    private static let columns = [
        "model", "item", "segment", "position", "word", "in_vocabulary", "count", "per_million", "surprisal_bits",
        "spelling_bits", "entropy_bits",
    ]

    /// - Parameters:
    ///   - tokens: how many train has.
    ///   - counts: of every word's tokens in train.
    init(
        file: StimuliFile, read: ReadStimuli, tokens: Int, counts: [[String]: Int], showsSegmentEnds: Bool
    ) {
        self.file = file
        self.read = read
        self.tokens = tokens
        self.counts = counts
        self.showsSegmentEnds = showsSegmentEnds
        // A column of the file that is called as one of ours keeps its values under another name.
        table = ResultTable(
            columns: Self.columns + file.columns.map { Self.columns.contains($0) ? "stimulus_\($0)" : $0 })
        self.notes =
            file.readingNotes + read.notes + file.notes
            + (file.isOfCorpus
                ? [] : ["each item is read afresh: state is carried within an item and reset between items"])
        let silent = read.stimuli.flatMap { $0.words.filter { $0.tokens.isEmpty } }
        if let word = silent.first {
            self.notes.append(
                "\(NumberText.counted(silent.count, "word")) that the tokenizer drops, such as "
                    + "\(word.text), \(silent.count == 1 ? "has" : "have") no surprisal")
        }
    }

    /// - Parameter showsWords: whether the words of a page say what the model was asked.
    mutating func append(
        _ model: any LanguageModel, _ surprisals: [[WordSurprisal]], unknown: UnknownWordRule, showsWords: Bool
    ) {
        let questions = showsWords ? stimuli.map { WordQuestions(model).questions(of: $0) } : []
        models.append(ModelReading(name: model.name, surprisals: surprisals, questions: questions))
        var table = self.table
        self.table = table.emptied
        let told = forEachRow(model, surprisals) { table.append($0) }
        self.table = table
        tell(told, of: model, unknown: unknown)
    }

    /// Gives the rows of a model away instead of keeping them, some thousand at a time.
    mutating func give(
        _ model: any LanguageModel, _ surprisals: [[WordSurprisal]], unknown: UnknownWordRule,
        _ body: (ResultTable) throws -> Void
    ) throws {
        var rows = table.emptied
        let told = try forEachRow(model, surprisals) { row in
            rows.append(row)
            guard rows.rows.count == 1 << 12 else { return }
            try body(rows)
            rows = rows.emptied
        }
        try body(rows)
        tell(told, of: model, unknown: unknown)
    }

    /// - Returns: how many words are unknown to the model, and how many impossible.
    private func forEachRow(
        _ model: any LanguageModel, _ surprisals: [[WordSurprisal]], _ body: ([Value]) throws -> Void
    ) rethrows -> (unknowns: Int, impossible: Int) {
        var (unknowns, impossible) = (0, 0)
        func giveUnreadable(before place: Int) throws {
            for item in read.unreadable[place] ?? [] {
                try body([.text(model.name), .text(item)] + Array(repeating: .null, count: table.columns.count - 2))
            }
        }
        for (index, stimulus) in stimuli.enumerated() {
            try giveUnreadable(before: index)
            for (word, surprisal) in zip(stimulus.words, surprisals[index]) {
                unknowns += surprisal.isKnown == false ? 1 : 0
                impossible += surprisal.bits == .infinity ? 1 : 0
                guard showsSegmentEnds || !word.isSegmentEnd else { continue }
                let count = count(word, stimulus)
                try body(
                    [
                        .text(model.name), .text(stimulus.item), .integer(word.segment), .integer(word.position),
                        .text(word.text), surprisal.isKnown.map { .bool($0) } ?? .null, .of(count),
                        .of(count.map(perMillion)), .of(surprisal.bits), .of(surprisal.spellingBits),
                        .of(surprisal.entropyBits),
                    ] + values(word, index))
            }
        }
        try giveUnreadable(before: stimuli.count)
        return (unknowns, impossible)
    }

    private mutating func tell(
        _ told: (unknowns: Int, impossible: Int), of model: any LanguageModel, unknown: UnknownWordRule
    ) {
        let (unknowns, impossible) = told
        if unknowns > 0 {
            let charge =
                switch (unknown, unknowns) {
                case (.spell, 1): "costs <unk> and its spelling"
                case (.spell, _): "cost <unk> and their spelling"
                case (.null, 1): "has no surprisal"
                case (.null, _): "have no surprisal"
                }
            notes.append("\(model.name): \(NumberText.counted(unknowns, "word")) outside its vocabulary \(charge)")
        }
        if impossible > 0 {
            notes.append(
                "\(model.name): \(NumberText.counted(impossible, "word")) of probability zero or undefined: "
                    + "the surprisal is infinite, shown as null")
        }
    }

    private func count(_ word: TokenizedStimulus.Word, _ stimulus: TokenizedStimulus) -> Int? {
        let spelling = stimulus.spelling(of: word)
        return spelling.isEmpty ? nil : counts[spelling]
    }

    private func perMillion(_ count: Int) -> Double { Double(count) * 1e6 / Double(max(1, tokens)) }

    /// The file's other columns; of a word's row, or of the text's. A segment's end has none.
    private func values(_ word: TokenizedStimulus.Word, _ stimulus: Int) -> [Value] {
        if word.isSegmentEnd { return file.columns.map { _ in .null } }
        let rows = file.values[read.sources[stimulus]][word.part]
        return rows[rows.count > 1 ? word.place : 0].map { .text($0) }
    }

    /// One row for each word, the models beside each other; and what the text costs each.
    var blocks: [Report.Block] {
        let hasItems = file.stimuli.count > 1
        let hasSegments = stimuli.contains { $0.words.contains { $0.segment > 1 } }
        var side = ResultTable(
            columns: (hasItems ? ["item"] : []) + (hasSegments ? ["segment"] : []) + ["word", "count", "per_million"]
                + models.map(\.name), names: Set(models.map(\.name)))
        var unknowns: [(model: String, words: [String])] = models.map { ($0.name, []) }
        var listed: [Set<String>] = models.map { _ in [] }
        for (index, stimulus) in stimuli.enumerated() {
            for (place, word) in stimulus.words.enumerated() where showsSegmentEnds || !word.isSegmentEnd {
                var row: [Value] = hasItems ? [.text(stimulus.item)] : []
                if hasSegments { row.append(.integer(word.segment)) }
                let count = count(word, stimulus)
                row += [.text(word.text), .of(count), .of(count.map(perMillion))]
                for (number, model) in models.enumerated() {
                    let surprisal = model.surprisals[index][place]
                    row.append(.of(surprisal.bits))
                    if surprisal.isKnown == false, listed[number].insert(word.text).inserted {
                        unknowns[number].words.append(word.text)
                    }
                }
                side.append(row)
            }
        }
        let unknown = unknowns.filter { !$0.words.isEmpty }.map { model, words in
            let shown = words.prefix(12).joined(separator: ", ")
            return "unknown to \(model): \(shown)"
                + (words.count > 12 ? ", and \(NumberText.grouped(words.count - 12)) more" : "")
        }
        return [
            Report.Block.table(side, named: "words")
        ] + Report.Block.sentences(models.map(total) + unknown).map { $0.only(.terminal) }
            + (models.map(sentence) + unknown.map(\.capitalizingFirst)).map { .paragraph($0).only(.page) }
    }

    /// The beginning of the text itself, each word coloured by what it costs.
    ///
    /// - Parameter separator: between the tokens of a question.
    func readingBlocks(separator: String) -> [Report.Block] {
        SurprisalReading(stimuli: stimuli, models: models, separator: separator).blocks
    }

    /// Surprisal word by word along the text; `nil` without two words that have any.
    var chart: Chart? {
        let words = stimuli.flatMap { stimulus in stimulus.words.filter { !$0.isSegmentEnd } }
        guard words.count > 1 else { return nil }
        let shown = words.prefix(Self.drawnWords)
        let series = models.map { model in
            let bits = zip(stimuli, model.surprisals).flatMap { stimulus, surprisals in
                zip(stimulus.words, surprisals).filter { !$0.0.isSegmentEnd }.map(\.1.bits)
            }
            return Chart.Series(
                model.name, shown.count > 60 ? .line : .curve,
                bits.prefix(Self.drawnWords).enumerated().compactMap { place, bits in
                    bits.map { Chart.Point(Double(place + 1), $0) }
                }.filter(\.y.isFinite))
        }
        guard series.contains(where: { $0.points.count > 1 }) else { return nil }
        var chart = Chart(
            title: "Surprisal along the text", horizontal: .init("word", isWhole: true),
            vertical: .init("surprisal (bits)"), series: series)
        if shown.count < words.count {
            chart.note = "The first \(NumberText.grouped(shown.count)) of \(NumberText.grouped(words.count)) words."
        }
        return chart
    }

    /// What the text costs the model that it surprises least; the first, where models leave out words of their own.
    var answer: String? {
        guard models.count > 1, Set(models.map { bits($0).count }).count == 1,
            let best = models.min(by: { bits($0).reduce(0, +) < bits($1).reduce(0, +) })
        else { return models.first.map(sentence) }
        return "Of \(models.count) models, the text surprises \(best.name) least. \(sentence(best))"
    }

    /// A line of more words is a smear.
    private static let drawnWords = 300

    private func sentence(_ model: ModelReading) -> String {
        let bits = bits(model)
        let sum = bits.reduce(0, +)
        return
            "By \(model.name), \(NumberText.counted(bits.count, "word")) have a surprisal of \(NumberText.rounded(sum)) bits, "
            + "\(NumberText.rounded(sum / Double(max(1, bits.count)))) a word."
    }

    private func total(_ model: ModelReading) -> String {
        let bits = bits(model)
        let sum = bits.reduce(0, +)
        return "\(model.name): \(NumberText.rounded(sum)) bits for \(NumberText.counted(bits.count, "word")), "
            + "\(NumberText.rounded(sum / Double(max(1, bits.count)))) a word"
    }

    private func bits(_ model: ModelReading) -> [Double] {
        zip(stimuli, model.surprisals).flatMap { stimulus, surprisals in
            zip(stimulus.words, surprisals).compactMap { $0.isSegmentEnd ? nil : $1.bits }
        }
    }
}
