internal import Basics
internal import LanguageModeling
internal import NgramModels
internal import RecurrentModels
public import Reporting
internal import Storage
internal import Tokenization

extension Corpus {
    /// What is known of one model: its formula, its matrices or its n-grams by order, how it was made and of what, its
    /// vocabulary, its learning curve; charts `shapes` of a network, and `learning` of one that was trained here.
    ///
    /// Rows are the matrices of a network with their shapes, the orders of an n-gram model with their n-grams.
    /// - Parameters:
    ///   - name: of the saved model.
    ///   - command: words how the model is made again; `nil` where it cannot be said.
    /// - Throws: `ModelNameError` if there is no such model.
    public func modelReport(
        of name: String, madeBy command: (ModelRecipe) -> String? = { _ in nil }
    ) throws -> Report {
        guard let record = try store.model(named: name) else {
            throw ModelNameError.unknownModel(name, saved: try store.models().map(\.name))
        }
        let metadata = record.metadata
        let isStale = try store.isStale(record)
        let curve = try store.epochs(ofModel: name).isEmpty ? nil : learningCurveReport(of: name)
        let rows = metadata.parts
        let facts = try facts(of: metadata, isStale: isStale, command: command(recipe(of: metadata)))
        var table = ResultTable(columns: ["setting", "value"])
        for (setting, value) in facts where value != .null { table.append([.text(setting), value]) }
        var report = Report(
            "The model \(name)", rows: rows, blocks: [], provenance: try provenance())
        if !metadata.formulas.isEmpty {
            report.blocks.append(.heading("How it computes a probability"))
            report.blocks.append(.formulas(metadata.formulas.filter(\.isFormula)))
            report.blocks += metadata.formulas.filter { !$0.isFormula }.map { .paragraph($0) }
        }
        report.blocks += [.heading("Its parts")] + [metadata.shapes?.only(.page)].compactMap(\.self)
        report.blocks.append(.table(rows, named: "parts"))
        if let fitted = metadata.fitted {
            report.blocks += [.heading("What its smoothing took from the text"), .table(fitted, named: "fitted")]
        }
        if let curve { report.blocks += [.heading("How it was trained")] + curve.blocks }
        report.blocks += [.heading("How it was made, and of what"), .table(table, named: "settings")]
        report.answer =
            "\(name) is \(metadata.told ?? "a model of a kind that this version does not know (\(record.kind))")"
            + (metadata.metrics.validPerplexity.map { ", with a perplexity of \(NumberText.rounded($0)) on valid." }
                ?? ".")
        report.further =
            facts.map { .init($0.setting.replacing(" ", with: "_"), $0.value) } + [
                .init("formulas", .of(metadata.formulas)), .init("fitted", .list(metadata.fitted?.objects ?? [])),
                .init("epochs", .list(curve?.rows.objects ?? [])),
            ]
        if isStale { report.notes.append("stale: the train split has changed since it was made") }
        if case .ngrams(let settings)? = metadata.content { report.notes += settings.notes }
        return report
    }

    private func facts(
        of model: ModelMetadata, isStale: Bool, command: String?
    ) throws -> [(setting: String, value: Value)] {
        let record = model.record
        var facts: [(setting: String, value: Value)] = [
            ("name", .text(record.name)), ("kind", .text(record.kind)), ("model", .of(model.told)),
            ("parameters", .of(model.parameterCount)),
            ("bytes", .integer(try store.modelByteCounts()[record.name] ?? 0)),
            ("direction", .text(model.direction.rawValue)), ("vocabulary", .of(model.vocabularyTold)),
            ("tokenizer", .text(try (model.tokenizer() ?? tokenizer).description)),
            (
                "made of",
                .text(record.isImported ? "another text, read from a file" : record.trainedPart?.told ?? "train")
            ),
            ("stale", .bool(isStale)), ("made by", .of(ModelMaker.told(of: record))), ("command", .of(command)),
            ("created at", .text(record.createdAt)), ("training seconds", .of(model.metrics.trainingSeconds)),
            ("valid perplexity", .of(model.metrics.validPerplexity)),
        ]
        if let network = model.network {
            facts.append(("state", .text(network.settings.architecture.state.rawValue)))
            if let training = network.settings.training { facts += training.facts }
        }
        return facts
    }
}

extension TrainingSettings {
    /// How a network was trained, setting by setting.
    fileprivate var facts: [(setting: String, value: Value)] {
        [
            ("optimizer", .text(optimizer.rawValue)), ("learning rate", .number(learningRate)),
            ("schedule", .text(schedule.told)), ("warm up", .integer(warmUp)), ("epochs", .integer(epochs)),
            ("patience", .of(patience)), ("batch", .integer(batch)), ("steps", .integer(steps)),
            ("sampling", .text(sampling.rawValue)), ("clip norm", .number(clipNorm)), ("dropout", .number(dropout)),
            ("weight decay", .number(weightDecay)), ("precision", .text(precision.rawValue)), ("seed", .unsigned(seed)),
        ]
    }
}

extension TrainingSettings.Schedule {
    fileprivate var told: String {
        switch self {
        case .constant: "constant"
        case .cosine: "half a cosine"
        case .plateau(let factor): "times \(factor.shortest) where valid is no better"
        case .decay(let factor, let first): "times \(factor.shortest) an epoch from epoch \(first)"
        }
    }
}

extension ModelMetadata {
    fileprivate var vocabularyTold: String? {
        switch content {
        case .network(let network)?:
            "\(NumberText.grouped(network.settings.vocabularySize)) words (\(network.settings.vocabulary))"
        // `<s>` is no word of it.
        case .ngrams(let settings)?: "\(NumberText.grouped(settings.ngrams[0] - 1)) words (\(settings.rule))"
        case nil: nil
        }
    }
}
