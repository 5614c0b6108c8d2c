internal import LanguageModeling
internal import Tokenization

/// The words of a model file.
///
/// `word_slots` is a table of 64-bit numbers, a power of two of them, more than half as many again as there are words. A
/// word stands in the first free slot from the place on that the low bits of its hash name, the slot after the last being
/// the first: the high half of the hash in the high 32 bits, its id in the low ones. A free slot has all bits set. The
/// hash is FNV-1a of 64 bits over the word's UTF-8 (Fowler, Noll & Vo; RFC 9923), multiplied by 0x9E3779B97F4A7C15, for
/// that the low bits of FNV depend on the last bytes alone, and exchanged half for half.
struct MappedWords: WordIndex {
    private let words: MappedTexts
    private let slots: FixedNumbers<UInt64>

    /// - Returns: `nil` if the parts do not go together.
    init?(_ words: MappedTexts, slots: FixedNumbers<UInt64>) {
        guard slots.count > words.count, slots.count & (slots.count - 1) == 0 else { return nil }
        self.words = words
        self.slots = slots
    }

    var count: Int { words.count }
    var utf8Count: Int { words.utf8Count }
    func utf8(of id: WordID) -> ArraySlice<UInt8> { words.utf8(of: id) }

    func id(of utf8: Span<UInt8>) -> WordID? {
        let hash = WordSlots.hash(utf8)
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        // A damaged table may have no free slot.
        for _ in 0...mask {
            let slot = slots[place]
            if slot == WordSlots.free { return nil }
            if slot >> 32 == hash >> 32 {
                let id = WordID(truncatingIfNeeded: slot)
                if Int(id) < count, words.comparison(of: id, with: utf8) == 0 { return id }
            }
            place = (place + 1) & mask
        }
        return nil
    }
}

/// The table of a model file's words.
struct WordSlots {
    static let free = UInt64.max
    let numbers: [UInt64]

    init(_ words: ModelVocabulary.Words) {
        var size = 8
        while size * 2 < words.count * 3 { size *= 2 }
        var slots = [UInt64](repeating: Self.free, count: size)
        for id in words.indices {
            let hash = Self.hash(words.utf8(of: id).span)
            var place = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[place] != Self.free { place = (place + 1) & (size - 1) }
            slots[place] = (hash >> 32) << 32 | UInt64(id)
        }
        numbers = slots
    }

    static func hash(_ utf8: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in 0..<utf8.count { hash = (hash ^ UInt64(utf8[index])) &* 0x100_0000_01B3 }
        hash = hash &* 0x9E37_79B9_7F4A_7C15
        return hash >> 32 | hash << 32
    }
}
