internal import Basics
internal import Foundation

/// SentencePiece's table of what becomes of characters: a double array (Aoe 1989, as Darts-clone lays it out) that finds
/// the longest one, and the texts that take their places.
struct Charsmap: Sendable {
    private let units: [UInt32]
    private let texts: [UInt8]

    /// - Parameter bytes: the length of the array in four bytes, the array, and texts ended by zero bytes.
    /// - Returns: `nil` if that is not what they are.
    init?(_ bytes: Data) {
        let bytes = Array(bytes)
        if bytes.isEmpty {
            (units, texts) = ([], [])
            return
        }
        let head: [UInt32] = integers(fromLittleEndian: Array(bytes.prefix(4)))
        guard let length = head.first.map({ Int($0) }), length % 4 == 0, length <= bytes.count - 4 else { return nil }
        units = integers(fromLittleEndian: Array(bytes[4..<4 + length]))
        texts = Array(bytes[(4 + length)...])
    }

    /// What stands in the place of characters that a text begins with here, and how many bytes these have.
    /// - Parameter longest: whether the longest such beginning is wanted, or the shortest.
    func replacement(in text: [UInt8], at start: Int, longest: Bool = true) -> (text: ArraySlice<UInt8>, length: Int)? {
        guard let root = units.first else { return nil }
        var found: (text: ArraySlice<UInt8>, length: Int)?
        var place = Self.offset(root)
        for position in start..<text.count {
            place ^= Int(text[position])
            guard place < units.count, units[place] & 0x8000_00FF == UInt32(text[position]) else { break }
            let unit = units[place]
            place ^= Self.offset(unit)
            guard unit >> 8 & 1 == 1 else { continue }
            guard place < units.count else { break }
            let value = Int(units[place] & 0x7FFF_FFFF)
            guard value <= texts.count, let end = texts[value...].firstIndex(of: 0) else { break }
            found = (texts[value..<end], position + 1 - start)
            if !longest { break }
        }
        return found
    }

    private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 1 << 9) >> 6)) }
}

/// What SentencePiece makes of a text before it cuts it: replacements, and spaces as ▁.
struct SentencePieceNormalization: Sendable {
    let charsmap: Charsmap
    let addsPrefix: Bool
    let removesSpaces: Bool
    let isSuffix: Bool

    /// - Parameter userDefined: pieces that stay as they are.
    func normalized(_ text: [UInt8], userDefined: [UInt8: [[UInt8]]]) -> [UInt8] {
        /// What stands in the place of what begins here.
        func next(_ position: Int) -> (text: ArraySlice<UInt8>, length: Int) {
            if let piece = userDefined[text[position]]?.first(where: { text[position...].starts(with: $0) }) {
                return (piece[...], piece.count)
            }
            if let found = charsmap.replacement(in: text, at: position) { return found }
            let length = max(1, SubwordText.scalarLength(in: text, at: position))
            return (text[position..<position + length], length)
        }
        var position = 0
        if removesSpaces {
            while position < text.count {
                let (replaced, length) = next(position)
                guard replaced.elementsEqual([0x20]) else { break }
                position += length
            }
        }
        guard position < text.count else { return [] }
        var normalized: [UInt8] = addsPrefix && !isSuffix ? SpaceMark.utf8 : []
        var afterSpace = removesSpaces
        while position < text.count {
            var (replaced, length) = next(position)
            while afterSpace, replaced.first == 0x20 { replaced.removeFirst() }
            for byte in replaced {
                if byte == 0x20 { normalized += SpaceMark.utf8 } else { normalized.append(byte) }
            }
            if let last = replaced.last { afterSpace = last == 0x20 }
            position += length
            if !removesSpaces { afterSpace = false }
        }
        if removesSpaces {
            while normalized.suffix(3).elementsEqual(SpaceMark.utf8) { normalized.removeLast(3) }
        }
        if addsPrefix, isSuffix { normalized += SpaceMark.utf8 }
        return normalized
    }
}
