package import LanguageModeling
internal import Reporting
internal import Tokenization

/// From which share of `<unk>` on a perplexity says little: any model predicts what is nearly everywhere.
private let most = 0.5

/// What a reader should know of a text that is mostly `<unk>`; `nil` of others.
///
/// - Parameters:
///   - share: of the events that are `<unk>`.
///   - text: whose they are.
func noteOnUnknown(share: Double, of text: String) -> String? {
    guard share > most else { return nil }
    let percent = NumberText.fixed(100 * share, decimals: share > 0.999 ? 2 : 0)
    return "\(percent) % of \(text) is <unk>, the vocabulary being so small: a low perplexity then says little"
}

extension Corpus {
    /// The same of the train split as a vocabulary sees it.
    package func noteOnUnknown(in vocabulary: ModelVocabulary) throws -> String? {
        let (types, counts) = try store.holding { try (store.types(), typeCounts(of: .train)) }
        var (unknown, all) = (0, 0)
        for (id, word) in vocabulary.map(of: types).enumerated() where id < counts.count {
            if [Marker.segmentStart, Marker.segmentEnd].contains(TokenID(id)) { continue }
            all += counts[id]
            if word == Marker.unknown { unknown += counts[id] }
        }
        return Gramarye.noteOnUnknown(share: Double(unknown) / Double(max(1, all)), of: "train")
    }
}
