internal import LanguageModeling
internal import Tokenization

/// The words of a model file that is to be small: found by halving, in the order of their bytes.
struct OrderedWords: WordIndex {
    private let words: MappedTexts
    private let order: FixedNumbers<UInt32>

    /// - Returns: `nil` if the parts do not go together.
    init?(_ words: MappedTexts, order: FixedNumbers<UInt32>) {
        guard order.count == words.count else { return nil }
        self.words = words
        self.order = order
    }

    var count: Int { words.count }
    var utf8Count: Int { words.utf8Count }
    func utf8(of id: WordID) -> ArraySlice<UInt8> { words.utf8(of: id) }

    func id(of utf8: Span<UInt8>) -> WordID? {
        var places = 0..<order.count
        while !places.isEmpty {
            let middle = places.lowerBound + places.count / 2
            // A damaged file may name a word that there is not.
            let id = min(order[middle], WordID(count - 1))
            switch words.comparison(of: id, with: utf8) {
            case 0: return id
            case 1...: places = places.lowerBound..<middle
            default: places = middle + 1..<places.upperBound
            }
        }
        return nil
    }
}
