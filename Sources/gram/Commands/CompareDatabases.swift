internal import ArgumentParser
internal import Foundation
internal import Gramarye
internal import Reporting

/// Models of several databases on the same text: bits per character alone, for all else depends on the tokens.
extension CompareCommand {
    func compareDatabases(_ names: [ModelName], rule: VocabularyRule?) throws {
        let corpora = try databases.map { try Corpus(path: $0, access: .snapshot) }
        for other in corpora.dropFirst() { try corpora[0].requireSameText(as: other, in: split) }
        let saved = try corpora.map { Set(try $0.store.models().map(\.name)) }
        try refuseUnknown(names, saved)

        let read = try zip(corpora, saved).map { corpus, saved in
            let shelf = ModelShelf(corpus, rule: rule, threads: threads)
            let comparison = try corpus.comparison(in: shelf.vocabulary(), judgedBy: split)
            let wanted = try names.isEmpty ? usualModels(of: corpus) : names.filter { $0.isMade(by: saved) }
            shelf.prepare(wanted, isFitted: networks.dynamic != nil)
            let spelling = try corpus.unknownSpelling(of: split, in: comparison.vocabulary)
            let identity = try corpus.textIdentity(of: split)
            return (
                corpus: corpus, shelf: shelf, comparison: comparison, wanted: wanted, spelling: spelling,
                identity: identity
            )
        }
        // Writers need not wait until all is made and scored.
        for corpus in corpora { corpus.store.endSnapshot() }
        var rows: [Row] = []
        for (corpus, shelf, empty, wanted, spelling, identity) in read {
            var comparison = empty
            try add(wanted, of: shelf, to: &comparison, leavingOut: names.isEmpty)
            let edgeSpaces = identity.edgeSpaces
            if edgeSpaces > 0 {
                Console.note(
                    "\(corpus.store.path) also foretells \(NumberText.grouped(edgeSpaces)) spaces at the ends of "
                        + "segments, so its bits per character are an upper bound")
            }
            rows += comparison.models.map { model in
                Row(
                    corpus: corpus, model: model,
                    bits: spelling.bits - model.test.reduce(0, +) / M_LN2,
                    events: comparison.valid.count + comparison.test.count,
                    isLowerBound: spelling.literalUnknowns > 0, isUpperBound: edgeSpaces > 0)
            }
        }
        let identity = read[0].identity
        var provenance = Provenance(version: gramaryeVersion)
        provenance.database = databases.joined(separator: " ")
        ResultWriter(format: output.format, provenance: provenance).write(
            table(rows, characters: identity.characters),
            further: [
                .init(
                    "text",
                    .object([
                        .init("split", .text(split.name)), .init("characters", .integer(identity.characters)),
                        .init("hash", .text(identity.hash)),
                    ])),
                .init("summary", .text(summary(rows, characters: identity.characters))),
            ], people: people(rows, characters: identity.characters))
        if rows.contains(where: \.isLowerBound) {
            Console.note(
                "where tokens stand in the text as <unk>, bits per character are a lower bound: nobody knows their spelling"
            )
        }
    }

    private struct Row {
        let corpus: Corpus
        let model: ComparedModel
        /// −log₂ P of the text, unknown words spelled out.
        let bits: Double
        /// How many were scored.
        let events: Int
        let isLowerBound: Bool
        let isUpperBound: Bool
    }

    /// A name that no database knows is an error, one that some know is looked up there.
    private func refuseUnknown(_ names: [ModelName], _ saved: [Set<String>]) throws {
        for name in names where !saved.contains(where: name.isMade) {
            guard
                case .saved(let missing) = name.components.first(where: { !ModelName(components: [$0]).isMade(by: []) })
            else { continue }
            throw ModelNameError.unknownModel(missing, saved: Set(saved.flatMap { $0 }).sorted())
        }
    }

    private func usualModels(of corpus: Corpus) throws -> [ModelName] {
        try usualNgrams(of: corpus).map { try ModelName(parsing: $0) } + savedModels(of: corpus)
    }

    private func table(_ rows: [Row], characters: Int) -> ResultTable {
        var table = ResultTable(columns: [
            "database", "model", "tokens", "context", "order", "parameters", "bytes", "training_seconds",
            "tokens_per_second", "bits_per_character", "bits_per_character_is_lower_bound",
            "bits_per_character_is_upper_bound",
        ])
        for row in rows {
            let scope = row.model.contextScope
            table.append([
                .text(row.corpus.store.path), .text(row.model.name), .text(row.corpus.tokenizer.tokens.rawValue),
                .text(scope.label), .of(scope.order), .integer(row.model.parameterCount),
                .integer(row.model.byteCount), .of(row.model.trainingSeconds),
                .of(row.model.scoringSeconds > 0 ? Double(row.events) / row.model.scoringSeconds : nil),
                .of(row.bits / Double(characters)), .bool(row.isLowerBound), .bool(row.isUpperBound),
            ])
        }
        return table
    }

    private func people(_ rows: [Row], characters: Int) -> [String] {
        var narrow = ResultTable(columns: ["database", "model", "tokens", "parameters", "training_s", "bits/char"])
        for row in table(rows, characters: characters).rows {
            narrow.append([row[0], row[1], row[2], row[5], row[7], row[9]])
        }
        return TextTable(narrow).lines + [""]
            + wrapped(summary(rows, characters: characters), width: min(Console.width, 100))
    }

    private func summary(_ rows: [Row], characters: Int) -> String {
        let text = "The \(split.name) splits are the same text of \(NumberText.grouped(characters)) characters."
        let best = databases.compactMap { database in
            rows.filter { $0.corpus.store.path == database && $0.bits.isFinite }.min { $0.bits < $1.bits }
        }.sorted { $0.bits < $1.bits }
        guard let first = best.first else { return text }
        let others = best.dropFirst().map { other in
            "the best of \(other.corpus.store.path), \(other.model.name), needs "
                + "\(NumberText.rounded(other.bits / Double(characters)))"
        }
        return
            ([
                text,
                "The fewest bits a character are those of \(first.model.name) of \(first.corpus.store.path), "
                    + "\(NumberText.rounded(first.bits / Double(characters)))",
            ].joined(separator: " ") + (others.isEmpty ? "" : "; " + others.joined(separator: "; "))) + "."
    }
}

extension ModelName {
    /// Whether all its parts are estimated or among the saved models of a database.
    fileprivate func isMade(by saved: Set<String>) -> Bool {
        components.allSatisfy { if case .saved(let name) = $0 { saved.contains(name) } else { true } }
    }
}
