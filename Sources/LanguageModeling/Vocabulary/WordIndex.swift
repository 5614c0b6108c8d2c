package import Tokenization

/// Words and their ids, each found by the other, wherever they are kept.
package protocol WordIndex: Sendable {
    /// How many there are, markers included.
    var count: Int { get }
    /// The bytes of all words together.
    var utf8Count: Int { get }
    /// - Precondition: `id < count`.
    func utf8(of id: WordID) -> ArraySlice<UInt8>
    /// `nil` for what is none of them.
    func id(of utf8: Span<UInt8>) -> WordID?
    /// The ids of some of the types of a table.
    func ids(of types: TypeTable, _ range: Range<Int>) -> [WordID?]
    /// All ids in the order of their words' bytes.
    func idsByText() -> [WordID]
}

extension WordIndex {
    package func ids(of types: TypeTable, _ range: Range<Int>) -> [WordID?] {
        range.map { id(of: types.utf8(of: TokenID($0)).span) }
    }

    package func idsByText() -> [WordID] {
        let texts = (0..<WordID(count)).map { utf8(of: $0) }
        return (0..<WordID(count)).sorted { texts[Int($0)].lexicographicallyPrecedes(texts[Int($1)]) }
    }

    func id(of word: String) -> WordID? {
        let utf8 = Array(word.utf8)
        return id(of: utf8.span)
    }

    subscript(id: WordID) -> String { String(decoding: utf8(of: id), as: UTF8.self) }
}

extension TypeTable: WordIndex {}
