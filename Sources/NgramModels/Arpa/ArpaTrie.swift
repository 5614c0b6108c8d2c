internal import Counting
internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// The n-grams of an ARPA file, sorted into the form models have, order by order, in temporary files.
struct ArpaTrie {
    /// Probabilities slightly above 1 that were taken for 1.
    var roundedCount = 0

    var words = ArpaWords()
    /// By word, whether it is among the 1-grams.
    var present = [false, false, false]
    private(set) var code = WordCode(idCount: 3)
    var levels: [ArpaLevel] = []
    var unigrams: [Unigram] = []
    /// The n-grams of the order above 1 that is being read.
    private var runs: ArpaRuns?
    /// n-grams whose context is no n-gram of the file.
    private var orphanCount = 0
    var notes: [String] = []
    let plan: SpillPlan

    /// A 1-gram as read.
    struct Unigram {
        var id: WordID
        let numbers: ArpaFields.Numbers
        let line: UInt32
    }

    init(plan: SpillPlan) { self.plan = plan }

    /// Orders that are complete.
    var order: Int { levels.count }
    /// n-grams of the order that is being read.
    var pendingCount: Int { runs?.count ?? unigrams.count }

    /// Adds a 1-gram.
    mutating func add(_ word: Span<UInt8>, _ numbers: ArpaFields.Numbers, line: Int) throws(ArpaError) {
        if numbers.isRounded { roundedCount += 1 }
        unigrams.append(
            Unigram(id: try newWord(word, line: line), numbers: numbers, line: UInt32(truncatingIfNeeded: line)))
    }

    /// Begins an order above 1.
    ///
    /// - Parameter isContext: whether longer n-grams are announced.
    mutating func beginOrder(isContext: Bool) throws(SpillError) {
        runs = try ArpaRuns(ArpaKeys(bits: code.bits, order: order + 1), isContext: isContext, plan: plan)
    }

    /// What reads the lines of the order at hand, one above 1.
    var lines: ArpaLines? {
        runs.map { ArpaLines(form: $0.form, isContext: $0.isContext, words: words, code: code) }
    }

    /// Adds n-grams of the order at hand that were read.
    /// - Parameter announced: how many there are to be.
    mutating func add(_ piece: ArpaLines.Piece, announced: Int) throws {
        let room = announced - pendingCount
        if piece.rows.count > room {
            throw ArpaReader.tooMany(order + 1, announced: announced, line: Int(piece.rows.lines.sorted()[room]))
        }
        try runs?.append(piece.rows)
        roundedCount += piece.roundedCount
        if let error = piece.error { throw error }
    }

    // MARK: Words

    private mutating func newWord(_ word: Span<UInt8>, line: Int) throws(ArpaError) -> WordID {
        guard (try? UTF8Span(validating: word)) != nil else {
            throw ArpaError(
                line: line, "a word is no UTF-8", cause: "The file is in another encoding, or damaged.",
                remedy: "Make it UTF-8 first, as by iconv -f WINDOWS-1252 -t UTF-8.")
        }
        let id =
            words.marksSpaces && ArpaWord.isMarked(word)
            ? words.table.insert(ArpaWord.read(word.string)) : words.table.insert(word)
        if Int(id) < present.count {
            guard !present[Int(id)] else { throw ArpaError(line: line, "the 1-gram '\(words.table[id])' stands twice") }
            present[Int(id)] = true
        } else {
            present.append(true)
        }
        return id
    }

    // MARK: Orders

    /// Ends the order that was read.
    mutating func endOrder() throws {
        guard let runs else { return try endUnigrams() }
        var made = try ArpaAssembly(runs, after: levels[order - 1], code: code, plan: plan)
        if !made.missing.isEmpty {
            orphanCount += made.orphanCount
            try insertContexts(made.missing)
            made = try ArpaAssembly(runs, after: levels[order - 1], code: code, plan: plan)
        }
        if let error = made.duplicate { throw error }
        levels[order - 1].childStarts = made.childStarts
        levels.append(made.level)
        self.runs = nil
    }

    private mutating func endUnigrams() throws(SpillError) {
        renameUnknown()
        let count = words.table.count
        code = WordCode(idCount: count)
        var nodes = ArpaNodes()
        nodes.codes = (0..<WordID(count)).map(code.code)
        nodes.logProbabilities = [Float](repeating: -.infinity, count: count)
        nodes.logBackoffs = [Float](repeating: 0, count: count)
        nodes.lines = [UInt32](repeating: 0, count: count)
        nodes.keys = (0..<UInt64(count)).map { $0 << UInt64(64 - code.bits) }
        for unigram in unigrams {
            nodes.logProbabilities[Int(unigram.id)] = unigram.numbers.logProbability
            nodes.logBackoffs[Int(unigram.id)] = unigram.numbers.logBackoff
            nodes.lines[Int(unigram.id)] = unigram.line
        }
        substituteMarkers(&nodes)
        unigrams = []
        levels.append(try ArpaLevel(in: plan.folder))
        try levels[0].append(&nodes)
    }

    /// - Parameter limits: contexts put in count too.
    func model(named name: String, limits: TrieLimits) throws -> ArpaModel {
        guard levels.reduce(0, { $0 + $1.count }) <= limits.ngrams else {
            throw ArpaError(
                "the n-grams, and the contexts that they lack, are more than the \(limits.ngrams) that can be numbered",
                remedy: "Prune the model, or leave out its highest order.")
        }
        try check(MappedNgrams(levels, code: code))
        let ngrams = SpilledNgrams(
            SpilledNgrams.Levels(
                codes: levels.map(\.codes), childStarts: levels.dropLast().map(\.childStarts),
                probabilities: levels.map(\.logProbabilities), logBackoffs: levels.dropLast().map(\.logBackoffs)),
            code: code, areLogarithms: true)
        return ArpaModel(
            name: name, vocabulary: ModelVocabulary(types: words.table, rule: .size(words.table.count - 1)),
            notes: notes + countedNotes, ngrams: ngrams)
    }

    private var countedNotes: [String] {
        var notes: [String] = []
        if roundedCount > 0 {
            notes.append(
                "log-probabilities above 0 by no more than \(ArpaReader.rounding), which are taken for 0: \(roundedCount)"
            )
        }
        if orphanCount > 0 {
            notes.append(
                "n-grams whose context is no n-gram of the file: \(orphanCount); as to KenLM's probing model, such a context has "
                    + "the probability that backing off gives it, and the weight 1")
        }
        return notes
    }

    private func check(_ ngrams: MappedNgrams<Float>) throws {
        guard let excess = ngrams.probabilityAboveOne(tolerance: ArpaReader.rounding * M_LN10) else { return }
        let order = ngrams.shape.order(of: excess.context)
        throw try aboveOne(
            context: excess.context - ngrams.shape.offsets[order - 1], history: excess.history[...],
            word: excess.word, logProbability: excess.logProbability)
    }

    /// What to say of a word whose probability is above 1 by the back-off weight of a context.
    ///
    /// - Parameters:
    ///   - context: its node, counted within its level.
    ///   - history: its words.
    func aboveOne(
        context: Int, history: ArraySlice<WordID>, word: WordID, logProbability: Double
    ) throws(SpillError) -> ArpaError {
        let level = levels[history.count - 1]
        let line = try level.lines.read(context..<context + 1)[0]
        let weight = try level.logBackoffs.read(context..<context + 1)[0]
        // As few digits as single precision has without rounding errors.
        func text(_ natural: Double) -> String { String(format: "%.6g", natural / M_LN10) }
        let words = (history.map { self.words.table[$0] }.joined(separator: " "), self.words.table[word])
        return ArpaError(
            line: Int(line),
            "the back-off weight \(text(Double(weight))) of '\(words.0)' makes the log-probability of "
                + "'\(words.1)' after it \(text(logProbability))", cause: "No probability is above 1.",
            remedy: "Correct the line, or make the file again.")
    }
}
