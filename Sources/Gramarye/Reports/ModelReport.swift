internal import Basics
internal import LanguageModeling
internal import NgramModels
internal import RecurrentModels
public import Reporting
internal import Storage
internal import Tokenization

extension Corpus {
    /// What is known of one model: its formula, its matrices or its n-grams by order, how it was made and of what, its
    /// vocabulary, its learning curve; chart `learning` of a network.
    ///
    /// Rows are the matrices of a network with their shapes, the orders of an n-gram model with their n-grams.
    /// - Throws: `ModelNameError` if there is no such model.
    public func modelReport(of name: String) throws -> Report {
        guard let record = try store.model(named: name) else {
            throw ModelNameError.unknownModel(name, saved: try store.models().map(\.name))
        }
        let metadata = record.metadata
        let isStale = try store.isStale(record)
        let epochs = try store.epochs(ofModel: name)
        var rows = ResultTable(columns: ["part", "rows", "columns", "parameters"])
        switch metadata.content {
        case .ngrams(let settings)?:
            for (index, count) in settings.ngrams.enumerated() {
                rows.append([.text("\(index + 1)-grams"), .integer(count), .integer(1), .integer(count)])
            }
        case .network(let network)?:
            for tensor in network.tensors {
                rows.append([
                    .text(tensor.name), .integer(tensor.rows), .integer(tensor.columns), .integer(tensor.count),
                ])
            }
        case nil: break
        }
        let facts = try facts(of: metadata, isStale: isStale)
        var table = ResultTable(columns: ["setting", "value"])
        for (setting, value) in facts { table.append([.text(setting), value]) }
        var report = Report(
            "The model \(name)", rows: rows,
            blocks: [.table(table, named: "settings"), .heading("Its parts"), .table(rows, named: "parts")],
            provenance: try provenance())
        report.answer =
            "\(name) is \(metadata.told ?? "a model of a kind that this version does not know (\(record.kind))")"
            + (metadata.metrics.validPerplexity.map { ", with a perplexity of \(NumberText.rounded($0)) on valid." }
                ?? ".")
        report.further = facts.map { .init($0.setting.replacing(" ", with: "_"), $0.value) }
        if !epochs.isEmpty {
            let curve = try learningCurveReport(of: name)
            report.blocks += [.heading("How it was trained")] + curve.blocks
            report.further.append(.init("epochs", .list(curve.rows.objects)))
        }
        if isStale { report.notes.append("stale: the train split has changed since it was made") }
        if case .ngrams(let settings)? = metadata.content { report.notes += settings.notes }
        return report
    }

    private func facts(of model: ModelMetadata, isStale: Bool) throws -> [(setting: String, value: Value)] {
        let record = model.record
        var facts: [(setting: String, value: Value)] = [
            ("name", .text(record.name)), ("kind", .text(record.kind)), ("model", .of(model.told)),
            ("formula", .of(model.formula)), ("parameters", .of(model.parameterCount)),
            ("bytes", .integer(try store.modelByteCounts()[record.name] ?? 0)),
            ("direction", .text(model.direction.rawValue)), ("vocabulary", .of(model.vocabularyTold)),
            ("tokenizer", .text(try (model.tokenizer() ?? tokenizer).description)),
            ("made of", .text(record.isImported ? "another text" : record.trainedPart?.told ?? "train")),
            ("stale", .bool(isStale)), ("created at", .text(record.createdAt)),
            ("training seconds", .of(model.metrics.trainingSeconds)),
            ("valid perplexity", .of(model.metrics.validPerplexity)),
        ]
        if let training = model.network?.settings.training {
            facts += [
                ("optimizer", .text(training.optimizer.rawValue)),
                ("learning rate", .number(Double(training.learningRate))),
                ("epochs", .integer(training.epochs)), ("batch", .integer(training.batch)),
                ("steps", .integer(training.steps)), ("dropout", .number(Double(training.dropout))),
                ("seed", .unsigned(training.seed)),
            ]
        }
        return facts
    }
}

extension ModelMetadata {
    /// How it computes P(w | h), in a line.
    fileprivate var formula: String? {
        switch content {
        case .network(let network)?: network.settings.architecture.formula
        case .ngrams(let settings)?:
            (try? ModelName(parsing: String(settings.model.prefix { $0 != " " }))).flatMap { name in
                if case .ngram(let ngram)? = name.components.first { ngram.method.formula } else { nil }
            }
        case nil: nil
        }
    }

    fileprivate var vocabularyTold: String? {
        switch content {
        case .network(let network)?:
            "\(NumberText.grouped(network.settings.vocabularySize)) (\(network.settings.vocabulary))"
        case .ngrams(let settings)?: settings.rule.description
        case nil: nil
        }
    }
}

extension NetworkArchitecture {
    /// The step from one state to the next.
    fileprivate var formula: String {
        switch cell {
        case .elman: "H_t = \(activation.rawValue)(X_t W_xh + H_{t−1} W_hh + b_h), P = softmax(H_t W_hq + b_q)"
        case .gru:
            "Z = σ(X W_xz + H W_hz + b_z), R = σ(X W_xr + H W_hr + b_r), C = tanh(X W_xh + R ⊙ (H W_hh + b_c) + b_h), "
                + "H_t = Z ⊙ H_{t−1} + (1 − Z) ⊙ C, P = softmax(H_t W_hq + b_q)"
        case .lstm:
            "I, F, O = σ(X W_x + H W_h + b), C̃ = tanh(X W_xc + H W_hc + b_c), C_t = F ⊙ C_{t−1} + I ⊙ C̃, "
                + "H_t = O ⊙ tanh(C_t), P = softmax(H_t W_hq + b_q)"
        case .feedforward: "H = \(activation.rawValue)(W [x_t … x_{t−N+1}] + b), P = softmax(H W_hq + b_q)"
        }
    }
}

extension SmoothingMethod {
    /// The formula of its probabilities.
    fileprivate var formula: String? {
        switch self {
        case .maximumLikelihood: "P(w | h) = n(hw) / n(h)"
        case .laplace: "P(w | h) = (n(hw) + 1) / (n(h) + V)"
        case .lidstone: "P(w | h) = (n(hw) + K) / (n(h) + K V)"
        case .dirichlet: "P(w | h) = (n(hw) + E P(w | h′)) / (n(h) + E)"
        case .jelinekMercer: "P(w | h) = λ n(hw)/n(h) + (1 − λ) P(w | h′)"
        case .wittenBell: "P(w | h) = (n(hw) + t(h) P(w | h′)) / (n(h) + t(h))"
        case .absoluteDiscounting, .kneserNey: "P(w | h) = max(a(hw) − D, 0)/a(h) + D t(h)/a(h) · P(w | h′)"
        case .modifiedKneserNey: "P(w | h) = (a(hw) − D(a(hw)))/a(h) + γ(h) P(w | h′)"
        case .katz: "P(w | h) = d(n) n(hw)/n(h) if n(hw) > 0, else α(h) P(w | h′)"
        case .stupidBackoff: "S(w | h) = n(hw)/n(h) if n(hw) > 0, else 0.4 S(w | h′)"
        }
    }
}
