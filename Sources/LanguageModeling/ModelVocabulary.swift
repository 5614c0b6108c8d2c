internal import Crypto
public import Tokenization

/// The number of a word in a model's vocabulary: 0 `<unk>`, 1 `<s>`, 2 `</s>`, then the words in the order of their ids
/// in the corpus.
public typealias WordID = UInt32

/// The closed vocabulary of models, made from the train split alone.
///
/// Two models may be compared when the hashes of their vocabularies are equal.
public struct ModelVocabulary: Sendable {
    /// The words by `WordID`, the three markers first.
    public let words: [String]
    public let rule: VocabularyRule
    /// SHA-256, in hexadecimal, over the words in code point order (without markers), each ended by a line feed.
    public let hash: String

    /// Words are told apart by their bytes: canonically equivalent spellings, equal as Swift strings, are two words.
    private let table: TypeTable

    /// A vocabulary of given words.
    /// - Parameter words: no marker, no word twice; in the order their ids shall have.
    public init(words: [String], rule: VocabularyRule) {
        var sha = SHA256()
        for word in words.sorted(by: codePointsPrecede) {
            sha.update(data: Array(word.utf8))
            sha.update(data: [0x0A])
        }
        let hash = sha.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        self.init(words: words, rule: rule, hash: hash)
    }

    /// A vocabulary that was made before, its hash stored: sorting the words again would take longer than reading them.
    package init(words: [String], rule: VocabularyRule, hash: String) {
        self.words = Marker.texts + words
        self.rule = rule
        self.hash = hash
        var table = TypeTable()
        for (index, word) in words.enumerated() {
            let id = table.insert(word)
            precondition(Int(id) == index + Marker.texts.count, "a word twice: \(word)")
        }
        self.table = table
    }

    /// V: how many words a model spreads its probability over; `<unk>` and `</s>` count, `<s>` does not.
    public var size: Int { words.count - 1 }

    /// The number of ids, one more than `size`: the length of a distribution indexed by `WordID`.
    public var idCount: Int { words.count }

    /// The id of a word, `<unk>`'s for a word that is not in the vocabulary.
    public func id(of word: String) -> WordID { table.id(of: word) ?? Marker.unknown }

    /// Whether a word has an id of its own.
    public func contains(_ word: String) -> Bool { table.id(of: word).map { $0 != Marker.unknown } ?? false }

    /// For each type of a corpus, its word's id: the map that turns a token stream into events.
    public func map(of types: TypeTable) -> [WordID] {
        (0..<TokenID(types.count)).map { $0 < 3 ? $0 : id(of: types[$0]) }
    }
}

/// The order of strings by their Unicode scalars, the same on every machine and in every locale.
public func codePointsPrecede(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
}
