/// Text beside a node as it is shown: white space collapsed, none at its ends, unless its lines are kept.
package struct ShownText: Sendable, Hashable {
    /// A stretch of it.
    package struct Part: Sendable, Hashable {
        package var text: String
        /// Which key lines are sorted by lies here, counted from 0; `nil` for the text between.
        package var key: Int?

        package init(text: String, key: Int?) {
            self.text = text
            self.key = key
        }
    }

    package private(set) var parts: [Part] = []
    /// Whether nothing stands between it and the node.
    package private(set) var touchesNode = false
    /// Whether the text goes on beyond it.
    package internal(set) var isCut = false

    package var text: String { parts.map(\.text).joined() }

    /// Where a context lies beside the node.
    package enum Side: Sendable { case left, right }

    init() {}

    /// - Parameters:
    ///   - utf8: the text on that side, up to the node; what is far from it may be cut.
    ///   - marked: bytes of it that belong to keys, in order.
    ///   - most: how many characters are shown; all where `nil`.
    ///   - keepsLines: whether white space with a line end becomes one, or two where an empty line is in it, and that
    ///     beside the node stays.
    package init(
        _ utf8: ArraySlice<UInt8>, marked: [(place: Range<Int>, key: Int)] = [], side: Side, most: Int? = nil,
        keepsLines: Bool = false
    ) {
        var characters: [(character: Character, key: Int?)] = []
        func add(_ range: Range<Int>, _ key: Int?) {
            for character in String(decoding: utf8[range], as: UTF8.self) {
                if !character.isWhitespace {
                    characters.append((character, key))
                } else if keepsLines, character.isNewline {
                    if characters.last?.character == " " { characters.removeLast() }
                    let ends = characters.suffix(2).count { $0.character == "\n" }
                    if ends < 2 { characters.append(("\n", nil)) }
                } else if !(characters.last?.character.isBlank ?? false) {
                    characters.append((" ", nil))
                }
            }
        }
        var end = utf8.startIndex
        for (place, key) in marked where place.lowerBound >= end && place.upperBound <= utf8.endIndex {
            add(end..<place.lowerBound, nil)
            add(place, key)
            end = place.upperBound
        }
        add(end..<utf8.endIndex, nil)
        let atNode = side == .left ? characters.last : characters.first
        touchesNode = atNode.map { !$0.character.isBlank } ?? false
        func trim(_ isFirst: Bool, _ isLast: Bool) {
            while isFirst, characters.first?.character.isBlank ?? false { characters.removeFirst() }
            while isLast, characters.last?.character.isBlank ?? false { characters.removeLast() }
        }
        trim(!keepsLines || side == .left, !keepsLines || side == .right)
        if let most {
            isCut = characters.count > most
            if side == .left {
                characters = characters.suffix(most)
            } else {
                characters = Array(characters.prefix(most))
            }
            trim(side == .left, side == .right)
        }
        for (character, key) in characters {
            if parts.last?.key == key, !parts.isEmpty {
                parts[parts.count - 1].text.append(character)
            } else {
                parts.append(Part(text: String(character), key: key))
            }
        }
    }

    /// How many characters are shown.
    var count: Int { parts.reduce(0) { $0 + $1.text.count } }
}

extension Character {
    /// Whether it is one of those that are left of white space.
    fileprivate var isBlank: Bool { self == " " || self == "\n" }
}
