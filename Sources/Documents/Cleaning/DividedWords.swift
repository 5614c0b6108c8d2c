/// Words that a hyphen divides at a line's end. They are joined where the whole word stands in the same text: then the hyphen
/// was the printer's. The line ends after the word.
enum DividedWords {
    static func joined(in text: [UInt8]) -> [UInt8] {
        let places = divisions(in: text)
        guard !places.isEmpty else { return text }
        let words = words(of: text)
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var position = 0
        for place in places {
            let whole = text[place.first] + text[place.second]
            guard place.first.lowerBound >= position, words.contains(lowercased(whole)) else { continue }
            result += text[position..<place.first.upperBound]
            result += text[place.second]
            // Punctuation stays with its word.
            let rest = text[place.second.upperBound...].prefix { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
            result += rest
            position = rest.endIndex
            let isLineEnd = position >= text.count || text[position] == 0x0A || text[position] == 0x0D
            if !isLineEnd {
                result.append(0x0A)
                position += 1
            }
        }
        return result + text[position...]
    }

    /// A word's part before the hyphen, and that at the beginning of the next line.
    private struct Division {
        let first: Range<Int>
        let second: Range<Int>
    }

    private static func divisions(in text: [UInt8]) -> [Division] {
        var found: [Division] = []
        var start = 0
        while let hyphen = text[start...].firstIndex(of: UInt8(ascii: "-")) {
            start = hyphen + 1
            guard let next = nextLine(after: hyphen, in: text) else { continue }
            var first = hyphen
            while first > 0, isOfWord(text[first - 1]) { first -= 1 }
            let second = next + text[next...].prefix { isOfWord($0) }.count
            // A capital begins a name of its own, as in Anglo-\nSaxon.
            guard first < hyphen, second > next, !(0x41...0x5A).contains(text[next]) else { continue }
            found.append(Division(first: first..<hyphen, second: next..<second))
        }
        return found
    }

    /// Where the text of the next line begins, if the hyphen ends its line.
    static func nextLine(after hyphen: Int, in text: [UInt8]) -> Int? {
        var place = hyphen + 1
        if place < text.count, text[place] == 0x0D { place += 1 }
        guard place < text.count, text[place] == 0x0A else { return nil }
        place += 1
        while place < text.count, text[place] == 0x20 || text[place] == 0x09 { place += 1 }
        return place < text.count ? place : nil
    }

    /// Letters, and the bytes of those beyond ASCII.
    private static func isOfWord(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte >= 0x80 }

    private static func words(of text: [UInt8]) -> Set<[UInt8]> {
        Set(text.split { !isOfWord($0) }.map { lowercased($0) })
    }

    private static func lowercased(_ word: some Collection<UInt8>) -> [UInt8] {
        word.allSatisfy { $0 < 0x80 }
            ? word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            : Array(String(decoding: word, as: UTF8.self).lowercased().utf8)
    }
}
