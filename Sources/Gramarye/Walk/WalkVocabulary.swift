internal import LanguageModeling
internal import Reporting
internal import Tokenization

extension WalkGround {
    /// 2. The tokens of the first station as numbers of the vocabulary, and one that has none of its own.
    func vocabularyScene() throws -> WalkScene {
        let types = try corpus.store.types()
        let counts = try corpus.typeCounts(of: .train)
        func count(_ token: String) -> Int { types.id(of: token).map { counts[Int($0)] } ?? 0 }
        var tokens: [String] = []
        for token in try sample().tokens.map(\.text) where !tokens.contains(token) { tokens.append(token) }
        tokens = Array(tokens.prefix(12))
        let words = Marker.texts.count..<types.count
        if !tokens.contains(where: { !vocabulary.contains($0) }),
            let rare = words.lazy.filter({ counts[$0] > 0 }).map({ types[TokenID($0)] })
                .first(where: { !vocabulary.contains($0) })
        {
            tokens.append(rare)
        }
        var rows = ResultTable(columns: ["token", "count", "word", "id"])
        for token in tokens {
            let id = vocabulary.id(of: token)
            rows.append([
                .text(token), .integer(count(token)), .text(vocabulary.words[Int(id)]), .integer(Int(id)),
            ])
        }
        let trainTypes = words.count { counts[$0] > 0 }
        let known = words.count { counts[$0] > 0 && vocabulary.contains(types[TokenID($0)]) }
        let rates = try [Split.valid, .test].compactMap { split -> (split: Split, rate: Double)? in
            let text = try shelf.events(of: split, in: vocabulary)
            return text.count == 0 ? nil : (split, Double(text.outOfVocabularyCount) / Double(text.count))
        }
        let unknown = rates.map { "\(NumberText.rounded(100 * $0.rate, significantDigits: 3)) % of \($0.split.name)" }
        let size = NumberText.grouped(vocabulary.size)
        return WalkScene(
            answer: "Models know V = \(size) words (\(vocabulary.rule)), <unk> and </s> among them: train has "
                + "\(NumberText.counted(trainTypes, "type")), of which \(NumberText.grouped(known)) "
                + "\(known == 1 ? "has" : "have") a number of \(known == 1 ? "its" : "their") own, and "
                + "\(NumberText.grouped(trainTypes - known)) \(trainTypes - known == 1 ? "is" : "are") <unk>.",
            rows: rows,
            further: [
                .init("vocabulary_size", .integer(vocabulary.size)), .init("train_types", .integer(trainTypes)),
                .init("known_types", .integer(known)),
                .init("unknown_rates", .object(rates.map { .init($0.split.name, .number($0.rate)) })),
            ],
            blocks: [
                .table(rows, named: "ids"),
                .paragraph(
                    "Three numbers are kept: 0 is <unk>, any word that has none of its own; 1 is <s>, before the first "
                        + "word of a segment, which is never predicted; 2 is </s>, after the last, which is. "
                        + corpus.vocabularyRule.sentence
                        + (unknown.isEmpty ? "" : " So \(unknown.joined(separator: " and ")) is <unk>.")),
            ], pointer: WalkPointer(station: .vocabulary))
    }
}
