internal import Foundation
package import LanguageModeling
package import Reporting
internal import Statistics
package import Tokenization

extension ModelShelf {
    /// The mean surprisal of a split's words by group: a row for each group and model; chart `surprisal`.
    ///
    /// - Parameters:
    ///   - names: the usual ones where none is given.
    ///   - split: whose words are judged.
    ///   - documents: whose part of it; all where `nil`.
    ///   - key: of the documents' metadata, or `document`, or `position`, the place of a word in its segment.
    ///   - unknown: what words outside a model's vocabulary cost.
    ///   - countsSegmentEnds: whether `</s>` is a word too.
    ///   - progress: called with what is being made.
    /// - Throws: `ModelError`, `CorpusError`.
    package func surprisalReport(
        of names: [ModelName] = [], on split: Split, of documents: Subcorpus? = nil, by key: String,
        unknown: UnknownWordRule = .spell, countsSegmentEnds: Bool = false, progress: (String) -> Void = { _ in }
    ) throws -> Report {
        var notes: [String] = []
        let wanted = try names.isEmpty ? usualModels(judgedOnSplits: true) { notes.append("left out: \($0)") } : names
        for name in wanted { try requireTokens(of: name) }
        prepare([])
        let isByPosition = key.lowercased() == "position"
        let (texts, groups, spelled, made) = try corpus.store.holding {
            var groups: CorpusGroups?
            var texts: [(group: CorpusGroups.Group?, text: EvaluationText)] = []
            if isByPosition {
                texts = [(nil, try corpus.evaluationText(split, of: documents))]
            } else {
                let found = try corpus.groups(of: CorpusPart(splits: [split], documents: documents), by: key)
                let (judged, lacking) = try found.results(
                    lacking: "tokens in \(split.name)", when: CorpusError.saysEmptySplit
                ) { try corpus.evaluationText(split, of: $0.part.documents) }
                notes += lacking
                texts = judged.map { ($0.group, $0.result) }
                groups = found
            }
            return (
                texts, groups, try corpus.spelledTypes(types: texts[0].text.types),
                try corpus.provenance(rule: rule, of: documents, by: groups?.key ?? "position", isLast: false)
            )
        }
        corpus.store.endSnapshot()
        prepare(wanted)
        var provenance = made
        var table = SurprisalMeans(key: groups?.column(beside: SurprisalMeans.columns) ?? "position")
        var rules: Set<String> = []
        for name in wanted {
            progress("making \(name)")
            let model = try model(name)
            rules.insert(model.vocabulary.rule.description)
            notes += model.notes.map { "\(name): \($0)" }
            if let note = ruleNote(of: name, by: model.vocabulary.rule) { notes.append(note) }
            notes += try partNotes(of: [name])
            guard model.isNormalized else { throw ModelError.notNormalized(model.name, .surprisal) }
            let spelling =
                try isImported(name)
                ? SpellingModel(ofWordsOf: model.vocabulary) : spelled.spellingModel(in: model.vocabulary)
            let map = model.vocabulary.map(of: texts[0].text.types)
            var left = LeftOut()
            for (group, text) in texts {
                let events = text.events(mappedBy: map, threads: threads)
                let losses = text.bits(
                    of: events, model.logProbabilities(of: events, threads: threads), spelling: spelling,
                    unknown: unknown, countsSegmentEnds: countsSegmentEnds, &left)
                let values = losses.map { $0 ?? 0 }
                if let group {
                    let classes = losses.map { $0 == nil ? nil : 0 }
                    let mean = events.meanLosses(values, classes: classes, count: 1)[0]
                    table.append(model.name, .group(group), mean)
                    continue
                }
                let bins = PositionBins(longest: text.longestSegment)
                let positions = text.positions
                let classes = zip(losses, positions).map { $0 == nil ? nil : bins.bin(of: $1) }
                for (bin, mean) in events.meanLosses(values, classes: classes, count: bins.count).enumerated() {
                    table.append(model.name, .positions(bins[bin]), mean)
                }
            }
            notes += left.notes(of: model.name, unknown)
        }
        provenance.name(rules: rules)
        var report = table.report(split, models: wanted.count, provenance: provenance)
        report.notes = notes + table.notes
        report = report.about(documents, by: groups)
        if isByPosition { report.title += ", by position" }
        return report
    }
}

/// Events that have no part in a mean.
private struct LeftOut {
    var unknown = 0
    var impossible = 0

    func notes(of model: String, _ rule: UnknownWordRule) -> [String] {
        var notes: [String] = []
        if unknown > 0 {
            let why = rule == .spell ? "that are <unk> in the text itself" : "outside its vocabulary"
            notes.append("\(model): \(NumberText.counted(unknown, "word")) \(why) left out")
        }
        if impossible > 0 {
            notes.append(
                "\(model): \(NumberText.counted(impossible, "word")) of probability zero left out, "
                    + "which would make a mean infinite")
        }
        return notes
    }
}

extension EvaluationText {
    /// The surprisal of each event in bits, the spelling of unknown words included; `nil` for what has no part in a mean.
    fileprivate func bits(
        of events: EncodedText, _ logProbabilities: [Double], spelling: SpellingModel, unknown: UnknownWordRule,
        countsSegmentEnds: Bool, _ left: inout LeftOut
    ) -> [Double?] {
        var spellings: [TokenID: Double] = [:]
        return tokens.ids.indices.map { index in
            let id = tokens.ids[index]
            if id == Marker.segmentEnd, !countsSegmentEnds { return nil }
            var bits = -logProbabilities[index] / M_LN2
            if events.words[index] == Marker.unknown {
                guard unknown == .spell, id != Marker.unknown else {
                    left.unknown += 1
                    return nil
                }
                let cost = spellings[id] ?? spelling.bits(of: types[id])
                spellings[id] = cost
                bits += cost
            }
            guard bits.isFinite else {
                left.impossible += 1
                return nil
            }
            return bits
        }
    }

    /// The place of each event in its segment, from 1 on.
    fileprivate var positions: [Int] {
        var position = 0
        return tokens.ids.map { id in
            defer { if id == Marker.segmentEnd { position = 0 } }
            position += 1
            return position
        }
    }

    fileprivate var longestSegment: Int { positions.max() ?? 0 }
}
