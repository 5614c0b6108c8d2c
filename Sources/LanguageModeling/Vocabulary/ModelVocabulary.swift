internal import Basics
package import Tokenization

/// The number of a word in a model's vocabulary: 0 `<unk>`, 1 `<s>`, 2 `</s>`, then the words in the order of their ids
/// in the corpus.
public typealias WordID = UInt32

/// The closed vocabulary of models, made from the train split alone.
///
/// Two models may be compared when the hashes of their vocabularies are equal.
public struct ModelVocabulary: Sendable {
    /// The words by `WordID`, the three markers first.
    public var words: Words { Words(table: table) }
    public let rule: VocabularyRule
    /// SHA-256, in hexadecimal, over the words in code point order (without markers), each ended by a line feed.
    public let hash: String

    /// Words are told apart by their bytes: canonically equivalent spellings, equal as Swift strings, are two words.
    private let table: any WordIndex

    /// A vocabulary of given words.
    /// - Parameter words: no marker, no word twice; in the order their ids shall have.
    public init(words: [String], rule: VocabularyRule) {
        var sha = SHA256()
        for word in words.sorted(by: codePointsPrecede) {
            sha.update(word)
            sha.update([0x0A])
        }
        self.init(words: words, rule: rule, hash: hexadecimal(sha.finalize()))
    }

    /// A vocabulary of the types of a table, its markers too.
    package init(types: TypeTable, rule: VocabularyRule) {
        var sha = SHA256()
        for id in types.idsByText() where Int(id) >= Marker.texts.count {
            sha.update(Array(types.utf8(of: id)) + [0x0A])
        }
        (self.rule, hash, table) = (rule, hexadecimal(sha.finalize()), types)
    }

    private init(words: [String], rule: VocabularyRule, hash: String) {
        self.rule = rule
        self.hash = hash
        var table = TypeTable()
        for (index, word) in words.enumerated() {
            let id = table.insert(word)
            precondition(Int(id) == index + Marker.texts.count, "a word twice: \(word)")
        }
        self.table = table
    }

    /// A vocabulary that was made before, its hash stored: sorting the words again would take longer than reading them.
    ///
    /// - Parameters:
    ///   - texts: the words' UTF-8 one after the other, markers first.
    ///   - starts: where each begins, and the end of the last.
    /// - Returns: `nil` if that is not how words stand there, or a word stands twice.
    package init?(texts: [UInt8], starts: [UInt32], rule: VocabularyRule, hash: String) {
        guard let table = TypeTable(texts: texts, starts: starts) else { return nil }
        self.rule = rule
        self.hash = hash
        self.table = table
    }

    /// A vocabulary that was made before and is kept elsewhere.
    package init(_ words: some WordIndex, rule: VocabularyRule, hash: String) {
        table = words
        self.rule = rule
        self.hash = hash
    }

    /// V: how many words a model spreads its probability over; `<unk>` and `</s>` count, `<s>` does not.
    public var size: Int { table.count - 1 }

    /// The number of ids, one more than `size`: the length of a distribution indexed by `WordID`.
    public var idCount: Int { table.count }

    /// The bytes of all words together, the markers' included.
    package var utf8Count: Int { table.utf8Count }

    /// The id of a word, `<unk>`'s for a word that is not in the vocabulary.
    public func id(of word: String) -> WordID { table.id(of: word) ?? Marker.unknown }

    /// The same of a word given as UTF-8.
    package func id(of utf8: Span<UInt8>) -> WordID { table.id(of: utf8) ?? Marker.unknown }

    /// Whether a word has an id of its own.
    public func contains(_ word: String) -> Bool { table.id(of: word).map { $0 != Marker.unknown } ?? false }

    /// For each type of a corpus, its word's id: the map that turns a token stream into events.
    package func map(of types: TypeTable, threads: Int = 1) -> [WordID] {
        let pieces = ranges(ofLength: 1 << 14, upTo: types.count)
        return parallelArray(pieces, threads: threads) { index in map(of: types, pieces[index]) }
    }

    /// The same of some of the types.
    package func map(of types: TypeTable, _ range: Range<Int>) -> [WordID] {
        zip(range, table.ids(of: types, range)).map { id, word in
            id < Marker.texts.count ? WordID(id) : word ?? Marker.unknown
        }
    }
}

extension ModelVocabulary {
    /// The words of a vocabulary, spelled as they are asked for.
    public struct Words: RandomAccessCollection, Sendable {
        fileprivate let table: any WordIndex

        public var startIndex: Int { 0 }
        public var endIndex: Int { table.count }
        public subscript(id: Int) -> String { table[TokenID(id)] }

        /// A word's UTF-8.
        package func utf8(of id: Int) -> ArraySlice<UInt8> { table.utf8(of: TokenID(id)) }

        /// The words' ids in the order of their bytes.
        package var idsByText: [WordID] { table.idsByText() }
    }
}

/// The order of strings by their Unicode scalars, the same on every machine and in every locale.
package func codePointsPrecede(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
}
