internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// Markers that a file lacks or spells otherwise, and what stands for them.
extension ArpaTrie {
    /// Another spelling of the unknown word, unless the file has both.
    static let otherUnknown = "<UNK>"

    /// Takes `<UNK>` for `<unk>` in a file that has no `<unk>`.
    mutating func renameUnknown() {
        guard !present[Int(Marker.unknown)], let other = words.table.id(of: Self.otherUnknown) else { return }
        var renamed = TypeTable()
        let ids = (0..<WordID(words.table.count)).map {
            $0 == other ? Marker.unknown : renamed.insert(words.table[$0])
        }
        words.table = renamed
        present = (0..<words.table.count).map { $0 >= Marker.texts.count || $0 == Marker.unknown || present[$0] }
        for index in unigrams.indices { unigrams[index].id = ids[Int(unigrams[index].id)] }
    }

    /// A file may lack `<unk>` or `</s>`: they get what KenLM gives an absent `<unk>`.
    mutating func substituteMarkers(_ level: inout ArpaNodes) {
        for marker in [Marker.unknown, Marker.segmentEnd] where !present[Int(marker)] {
            level.logProbabilities[Int(marker)] = Float(-100 * M_LN10)
            notes.append("the file has no \(Marker.texts[Int(marker)]); its log10 probability is taken for -100")
        }
        level.logProbabilities[Int(Marker.segmentStart)] = -.infinity
    }
}
