internal import Basics
internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import RecurrentModels
public import Reporting
internal import Storage
internal import Tokenization

extension Corpus {
    /// The models of the database, a row for each: what it is, of how many parameters, how well it does on valid, and whether
    /// it is still one of the text that is there; chart `learning` of the networks that were trained here.
    public func modelsReport() throws -> Report {
        let records = try store.models()
        let sizes = try store.modelByteCounts()
        var table = ResultTable(columns: [
            "name", "kind", "model", "valid_perplexity", "stale", "parameters", "vocabulary_size", "training_seconds",
            "bytes", "created_at",
        ])
        var stale = 0
        for record in records {
            let metadata = record.metadata
            let isStale = try store.isStale(record)
            stale += isStale ? 1 : 0
            table.append([
                .text(record.name), .text(record.kind), .of(metadata.told), .of(metadata.metrics.validPerplexity),
                .bool(isStale), .of(metadata.parameterCount), .of(metadata.vocabularySize),
                .of(metadata.metrics.trainingSeconds), .integer(sizes[record.name] ?? 0), .text(record.createdAt),
            ])
        }
        var report = Report("Models of \(store.path)", rows: table, provenance: try provenance())
        let curves = try records.filter { $0.metadata.network != nil }.compactMap { record in
            let losses = try store.epochs(ofModel: record.name).compactMap(\.validLoss)
            return losses.isEmpty ? nil : LearningCurve(model: record.name, validPerplexities: losses.map { exp($0) })
        }
        if !curves.isEmpty {
            let levels = records.filter { $0.metadata.network == nil }.compactMap { record in
                record.metadata.metrics.validPerplexity.map { (name: record.name, perplexity: $0) }
            }
            let chart = Report.Block.chart(.learning(curves, across: levels), named: "learning")
            report.blocks = [chart.only(.page)] + report.blocks + [chart.only(.chosen)]
        }
        let best = records.compactMap { record in
            record.metadata.metrics.validPerplexity.map { (name: record.name, perplexity: $0) }
        }.min { $0.perplexity < $1.perplexity }
        report.answer =
            records.isEmpty
            ? "There is no model in \(store.path)."
            : "\(NumberText.counted(records.count, "model"))"
                + (best.map { "; \($0.name) has the lowest perplexity on valid, \(NumberText.rounded($0.perplexity))." }
                    ?? ".")
        if stale > 0 {
            report.notes.append(
                "\(NumberText.counted(stale, "model")) \(stale == 1 ? "is" : "are") stale: the train split has changed since"
            )
        }
        return report
    }
}

extension ModelMetadata {
    /// What it is: `mkn:5`, `lstm, 2 layers of 200 units, tied`.
    var told: String? {
        switch content {
        case .ngrams(let settings)?: settings.model
        case .network(let network)?: network.settings.architecture.told
        case nil: nil
        }
    }

    /// Numbers that were fitted: of an n-gram model its n-grams.
    var parameterCount: Int? {
        switch content {
        // Each n-gram but the longest has a back-off weight, too, where it is not counts that are kept.
        case .ngrams(let settings)?:
            settings.ngrams.reduce(0, +)
                + (settings.values == .probabilities ? settings.ngrams.dropLast().reduce(0, +) : 0)
        case .network(let network)?: network.tensors.reduce(0) { $0 + $1.count }
        case nil: nil
        }
    }

    var vocabularySize: Int? {
        switch content {
        case .network(let network)?: network.settings.vocabularySize
        // `<s>` is no word of it.
        case .ngrams(let settings)?: settings.ngrams[0] - 1
        case nil: nil
        }
    }
}

extension NetworkArchitecture {
    /// `lstm, 2 layers of 200 units, embedding 200, tied`.
    var told: String {
        var parts = [cell.rawValue + (window.map { " on \($0) events" } ?? "")]
        parts.append(
            layers == 1
                ? NumberText.counted(hidden, "unit") : "\(layers) layers of \(NumberText.counted(hidden, "unit"))")
        parts.append(embedding.map { "embedding \($0)" } ?? "one-hot input")
        if tied { parts.append("tied") }
        if let cutoffs {
            parts.append("adaptive softmax from \(cutoffs.map(NumberText.grouped).joined(separator: " and "))")
        }
        return parts.joined(separator: ", ")
    }
}
