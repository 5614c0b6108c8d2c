internal import Foundation
internal import Gramarye

/// Rows of single probabilities, for `probability` and `next`.
struct PointRows {
    private let firstColumn: String?
    private(set) var table: ResultTable
    /// Formulas to print below a table for people.
    private var formulas: [String] = []
    /// Which words models do not know, for people too.
    private var unknown: [String] = []

    /// - Parameter isRanked: whether rows begin with a rank.
    init(isRanked: Bool) {
        firstColumn = isRanked ? "rank" : nil
        table = ResultTable(
            columns: (isRanked ? ["rank"] : []) + [
                "model", "split", "context", "word", "in_vocabulary", "count", "context_count", "probability",
                "log10_probability", "surprisal_bits", "explanation",
            ])
    }

    /// - Parameter explained: whether the formula is shown even where the probability is defined.
    mutating func append(_ answer: PointAnswer, rank: Int? = nil, explained: Bool = false) {
        let shown = explained || answer.logProbability == nil
        let formula = shown ? answer.formula : nil
        table.append(
            (rank.map { [.integer($0)] } ?? []) + [
                .text(answer.model), .text(answer.split), .of(answer.context), .text(answer.word),
                .bool(answer.inVocabulary), .integer(answer.count), .integer(answer.contextCount),
                .of(answer.logProbability.map { exp($0) }), .of(answer.logProbability.map { $0 / M_LN10 }),
                .of(answer.logProbability.map { $0 == 0 ? 0 : -$0 / M_LN2 }), .of(formula),
            ])
        if let formula { formulas.append("\(answer.model): \(formula)") }
        guard !answer.inVocabulary else { return }
        let remark =
            answer.takesWordsAsSpelled
            ? "\(answer.word) does not occur in the corpus" : "\(answer.word) is <unk> to \(answer.model)"
        if !unknown.contains(remark) { unknown.append(remark) }
    }

    /// What fits a terminal's width, and the formulas below; a word that models do not know is marked.
    var people: [String] {
        let shown = ["rank", "model", "context", "word", "count", "context_count", "probability", "surprisal_bits"]
            .compactMap { table.columns.firstIndex(of: $0) }
        var narrow = ResultTable(columns: shown.map { table.columns[$0] })
        for row in table.rows { narrow.append(shown.map { row[$0] }) }
        var lines = TextTable(narrow).lines
        if !unknown.isEmpty { lines += [""] + unknown }
        return formulas.isEmpty ? lines : lines + [""] + formulas
    }
}

extension ModelShelf {
    /// The models asked for; or the unsmoothed and Laplace's, and the saved ones of the database.
    func pointModels(_ names: [ModelName], order: Int, splits: Set<Split>) throws -> [PointModel] {
        guard names.isEmpty else {
            return try names.map { name in
                Console.redraw("making \(name)")
                defer { Console.redraw("") }
                return try pointModel(name, splits: splits)
            }
        }
        var models: [PointModel] = []
        if corpus.holdsText {
            models = [unsmoothed(order: order, splits: splits), laplace(order: order, splits: splits)]
        }
        for saved in try corpus.store.models().map(\.name) {
            do {
                models.append(try pointModel(ModelName(components: [.saved(saved)]), splits: splits))
            } catch let error as StaleModelError {
                Console.note("left out: \(error.fact). \(error.remedy ?? "")")
            } catch let error as BackwardModelError {
                Console.note("left out: \(error.fact). \(error.cause ?? "")")
            }
        }
        return models
    }
}
