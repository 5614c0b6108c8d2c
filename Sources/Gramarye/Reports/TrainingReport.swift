internal import Basics
package import LanguageModeling
package import RecurrentModels
package import Reporting
internal import Tokenization

extension TrainedNgrams {
    /// By what share pruning raised the perplexity on valid.
    private var pruningChange: Double? {
        guard let validPerplexity, let unprunedPerplexity, unprunedPerplexity.isFinite else { return nil }
        return validPerplexity / unprunedPerplexity - 1
    }

    /// What was estimated, in a row.
    ///
    /// - Parameter method: what was asked for, such as `mkn:5`.
    package func report(of method: NgramModelName, named name: String, provenance: Provenance) -> Report {
        var table = ResultTable(columns: [
            "name", "model", "parameters", "vocabulary_size", "seconds", "valid_perplexity",
            "valid_perplexity_unpruned", "pruning_change_percent",
        ])
        table.append([
            .text(name), .text(direction == .backward ? "\(method) (reversed)" : method.description),
            .integer(parameterCount), .integer(vocabulary.size), .number(seconds), .of(validPerplexity),
            .of(unprunedPerplexity), .of(pruningChange.map { 100 * $0 }),
        ])
        var report = Report("The model \(name)", rows: table, provenance: provenance)
        report.notes = notes.map { "\(method): \($0)" }
        if case .spilled = form {
            report.notes.append("\(name) is not judged on valid, for that would hold all of it in memory")
        }
        if let validPerplexity {
            report.answer = "\(name) has a perplexity of \(NumberText.rounded(validPerplexity)) on valid."
            if let change = pruningChange {
                let percent = NumberText.rounded(100 * abs(change), significantDigits: 2)
                report.answer +=
                    " Without the pruning it would be \(NumberText.rounded(unprunedPerplexity ?? 0)): pruning made it "
                    + "\(percent) % \(change < 0 ? "lower" : "higher")."
            }
        }
        return report
    }
}

extension NetworkTraining {
    /// The network and its training in a line: `elman, 256 units, embedding 64 · 93,123 parameters · …`
    package var summary: String {
        var parts = [architecture.cell.rawValue]
        if let window = architecture.window { parts[0] += " on \(window) events" }
        if architecture.cell.takesActivation, architecture.activation == .relu { parts[0] += " (relu)" }
        if architecture.layers > 1 { parts.append("\(architecture.layers) layers") }
        parts.append("\(NumberText.grouped(architecture.hidden)) units")
        parts.append(architecture.embedding.map { "embedding \($0)" } ?? "one-hot input")
        if architecture.tied { parts.append("tied") }
        if let cutoffs = architecture.cutoffs {
            parts.append("adaptive softmax from \(cutoffs.map(NumberText.grouped).joined(separator: " and "))")
        }
        if direction == .backward { parts.append("reversed") }
        return parts.joined(separator: ", ") + " · \(NumberText.grouped(parameterCount)) parameters · vocabulary "
            + "\(NumberText.grouped(vocabulary.size)) (\(vocabulary.rule)) · \(settings.optimizer.rawValue) "
            + "\(NumberText.rounded(settings.learningRate, significantDigits: 2)) · "
            + "\(NumberText.counted(settings.epochs, "epoch")), batch \(NumberText.grouped(settings.batch)), "
            + "\(settings.steps) steps"
            + (settings.dropout > 0 ? ", dropout \(NumberText.rounded(settings.dropout, significantDigits: 2))" : "")
            + (settings.precision == .single ? "" : " · products in \(settings.precision)")
    }
}

extension TrainingProgress {
    /// How an epoch goes, for a line that is drawn anew.
    package var summary: String {
        "epoch \(epoch): \(events * 100 / max(1, eventsInEpoch)) % of \(NumberText.grouped(eventsInEpoch)) events · "
            + "\(NumberText.grouped(Int(saturating: tokensPerSecond))) tokens/s · train perplexity \(NumberText.rounded(trainPerplexity))"
    }
}
