internal import Basics
package import LanguageModeling
internal import Tokenization

/// Counts the n-grams of a length within some memory, those with a boundary of a segment left out.
///
/// - Parameters:
///   - idCount: every word of the text is below it.
///   - order: N ≥ 1.
///   - take: called with n-grams, their words one after the other, and how often each occurs; ascending by their words.
/// - Throws: `SpillError`, what the text's scan and `take` throw.
/// - Complexity: a scan of the text for each share of its windows that fits in memory.
package func countWindows(
    of text: TrainingText, idCount: Int, order: Int, plan: SpillPlan,
    _ take: (_ ngrams: [WordID], _ counts: [UInt32]) throws -> Void
) throws {
    let unigrams = try UnigramScan(of: text, idCount: idCount).counts
    let isWord = { (id: Int) in id != Int(Marker.segmentStart) && id != Int(Marker.segmentEnd) }
    guard order > 1 else {
        let seen = unigrams.indices.filter { unigrams[$0] > 0 && isWord($0) }
        return try take(seen.map { WordID($0) }, seen.map { unigrams[$0] })
    }
    let keys = WindowKeys(bits: max(2, Int.bitWidth - (idCount - 1).leadingZeroBitCount), code: nil, rest: order - 1)
    // What begins with `<s>` is none of words.
    let begun = unigrams.indices.map { isWord($0) ? unigrams[$0] : 0 }
    try WindowShares(text: text, counts: begun, keys: keys, plan: plan).forEachPiece { windows, groups in
        windows.counted(groups)
    } _: { piece in
        try take(piece.ngrams, piece.counts)
    }
}

extension SortableWindows {
    /// Sorts groups and counts the windows in them that end before their segment does.
    fileprivate func counted(_ groups: ArraySlice<Group>) -> (ngrams: [WordID], counts: [UInt32]) {
        var (ngrams, counts): ([WordID], [UInt32]) = ([], [])
        for group in groups {
            sort(group) { record, count in
                let start = ngrams.count
                ngrams.append(WordID(group.word))
                for place in 0..<keys.rest {
                    let word = word(place, of: record)
                    // What follows `</s>` is no word.
                    guard word != Marker.segmentEnd else { return ngrams.removeSubrange(start...) }
                    ngrams.append(word)
                }
                counts.append(UInt32(count))
            }
        }
        return (ngrams, counts)
    }
}
