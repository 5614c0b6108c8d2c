internal import LanguageModeling
internal import Tokenization

/// The texts of words one after the other.
struct MappedTexts: Sendable {
    private let texts: FixedNumbers<UInt8>
    private let starts: FixedNumbers<UInt32>

    /// - Returns: `nil` if the parts do not go together, or the markers are not there.
    init?(texts: FixedNumbers<UInt8>, starts: FixedNumbers<UInt32>) {
        let count = starts.count - 1
        guard count >= Marker.texts.count, starts[0] == 0, Int(starts[count]) == texts.count else { return nil }
        self.texts = texts
        self.starts = starts
        for (id, marker) in Marker.texts.enumerated() where Array(utf8(of: WordID(id))) != Array(marker.utf8) {
            return nil
        }
    }

    var count: Int { starts.count - 1 }
    var utf8Count: Int { texts.count }

    /// - Precondition: none; what is no id, or damaged, has a text of other bytes.
    private func range(of id: WordID) -> Range<Int> {
        let start = min(Int(starts[Int(id)]), texts.count)
        return start..<min(max(start, Int(starts[Int(id) + 1])), texts.count)
    }

    func utf8(of id: WordID) -> ArraySlice<UInt8> { range(of: id).map { texts[$0] }[...] }

    /// Above, at or below 0 as a word's bytes come after, are, or come before others.
    func comparison(of id: WordID, with utf8: Span<UInt8>) -> Int {
        let range = range(of: id)
        for index in 0..<min(range.count, utf8.count) {
            let difference = Int(texts[range.lowerBound + index]) - Int(utf8[index])
            if difference != 0 { return difference }
        }
        return range.count - utf8.count
    }
}
