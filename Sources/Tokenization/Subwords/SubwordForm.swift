internal import Basics
internal import Foundation

/// A subword tokenizer as databases and models keep it: everything that decides which subwords a text becomes.
struct SubwordForm: Sendable, Equatable {
    /// How the subwords of a word are found.
    enum Method: String, Sendable, Codable {
        /// Two that stand together are made one, by the rank of their pair.
        case merges
        /// The same, by the score of what they make: SentencePiece's byte-pair encoding.
        case scores
        /// The likeliest sequence, each subword being as likely as its score says.
        case unigram
        /// Each word is one: what words are counted by before there is a vocabulary.
        case words
    }

    /// What a subword is.
    enum Kind: UInt8, Sendable {
        case normal
        /// A byte by itself, which stands for what has no other subword.
        case byte
        /// Stands for what is no subword.
        case unknown
        /// Never found in a text.
        case control
        /// Found in a text before anything else.
        case userDefined
        /// In the vocabulary, but not made.
        case unused
    }

    /// A text that is found before a text is normalized or cut, as Hugging Face's added tokens are.
    struct AddedToken: Sendable, Hashable, Codable {
        var id: UInt32
        var content: String
        var isNormalized = false
        /// Whether white space before it, or behind it, is part of it.
        var takesSpaceBefore = false
        var takesSpaceAfter = false
    }

    /// What it is called: `bpe:8000`, or its file's name.
    var name: String
    var method: Method
    /// By id: bytes, or a text in which ▁ stands for a space where `marksSpaces` says so.
    var pieces: [[UInt8]] = []
    var kinds: [Kind] = []
    /// Pairs of ids in the order of their ranks, each with what it makes.
    var merges: [(left: UInt32, right: UInt32, result: UInt32)] = []
    /// By id, where the method goes by them.
    var scores: [Double] = []
    /// Whether scores are added in single precision, as SentencePiece does.
    var isSinglePrecision = false
    /// Whether pieces are made of bytes, not of characters.
    var isOfBytes = false
    /// Whether what is no subword is spelled by its bytes.
    var fallsBackToBytes = false
    /// Whether unknown characters that stand together are one unknown subword.
    var fusesUnknown = false
    /// Whether a whole word that is a subword is taken as it is, whatever the merges say.
    var ignoresMerges = false
    var marksSpaces = false
    var addedTokens: [AddedToken] = []
    /// What is done to a text, in turn.
    var steps: [SubwordStep] = []

    static func == (a: SubwordForm, b: SubwordForm) -> Bool { sortedJSON(a) == sortedJSON(b) }
}

extension SubwordForm: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, method, pieces, kinds, merges, scores, isSinglePrecision, isOfBytes, fallsBackToBytes, fusesUnknown
        case ignoresMerges, marksSpaces, addedTokens, steps
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encode(method, forKey: .method)
        // The lengths of all pieces, then their bytes.
        let lengths = littleEndianBytes(of: [UInt32(pieces.count)] + pieces.map { UInt32($0.count) })
        try values.encode(Data(lengths + pieces.joined()), forKey: .pieces)
        try values.encode(Data(kinds.map(\.rawValue)), forKey: .kinds)
        try values.encode(
            Data(littleEndianBytes(of: merges.flatMap { [$0.left, $0.right, $0.result] })), forKey: .merges)
        try values.encode(Data(littleEndianBytes(of: scores.map(\.bitPattern))), forKey: .scores)
        try values.encode(isSinglePrecision, forKey: .isSinglePrecision)
        try values.encode(isOfBytes, forKey: .isOfBytes)
        try values.encode(fallsBackToBytes, forKey: .fallsBackToBytes)
        try values.encode(fusesUnknown, forKey: .fusesUnknown)
        try values.encode(ignoresMerges, forKey: .ignoresMerges)
        try values.encode(marksSpaces, forKey: .marksSpaces)
        try values.encode(addedTokens, forKey: .addedTokens)
        try values.encode(steps, forKey: .steps)
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func numbers<Number: FixedWidthInteger>(_ key: CodingKeys) throws -> [Number] {
            integers(fromLittleEndian: Array(try values.decode(Data.self, forKey: key)))
        }
        name = try values.decode(String.self, forKey: .name)
        method = try values.decode(Method.self, forKey: .method)
        pieces = try Self.pieces(Array(try values.decode(Data.self, forKey: .pieces)))
        kinds = try values.decode(Data.self, forKey: .kinds).map {
            guard let kind = Kind(rawValue: $0) else { throw SubwordFormError.damaged }
            return kind
        }
        let merged: [UInt32] = try numbers(.merges)
        guard merged.count % 3 == 0 else { throw SubwordFormError.damaged }
        merges = stride(from: 0, to: merged.count, by: 3).map { (merged[$0], merged[$0 + 1], merged[$0 + 2]) }
        let patterns: [UInt64] = try numbers(.scores)
        scores = patterns.map(Double.init(bitPattern:))
        isSinglePrecision = try values.decode(Bool.self, forKey: .isSinglePrecision)
        isOfBytes = try values.decode(Bool.self, forKey: .isOfBytes)
        fallsBackToBytes = try values.decode(Bool.self, forKey: .fallsBackToBytes)
        fusesUnknown = try values.decode(Bool.self, forKey: .fusesUnknown)
        ignoresMerges = try values.decode(Bool.self, forKey: .ignoresMerges)
        marksSpaces = try values.decode(Bool.self, forKey: .marksSpaces)
        addedTokens = try values.decode([AddedToken].self, forKey: .addedTokens)
        steps = try values.decode([SubwordStep].self, forKey: .steps)
        guard isConsistent else { throw SubwordFormError.damaged }
    }

    private static func pieces(_ bytes: [UInt8]) throws -> [[UInt8]] {
        let head: [UInt32] = integers(fromLittleEndian: Array(bytes.prefix(4)))
        guard let count = head.first.map({ Int($0) }), count <= (bytes.count - 4) / 4 else {
            throw SubwordFormError.damaged
        }
        let lengths: [UInt32] = integers(fromLittleEndian: Array(bytes[4..<4 + 4 * count]))
        var pieces: [[UInt8]] = []
        var start = 4 + 4 * count
        for length in lengths {
            guard Int(length) <= bytes.count - start else { throw SubwordFormError.damaged }
            pieces.append(Array(bytes[start..<start + Int(length)]))
            start += Int(length)
        }
        guard start == bytes.count else { throw SubwordFormError.damaged }
        return pieces
    }

    /// Whether every number is that of a piece, and every list as long as it has to be.
    var isConsistent: Bool {
        let count = UInt32(pieces.count)
        return kinds.count == pieces.count
            && (method == .scores || method == .unigram ? pieces.count : 0) == scores.count
            && merges.allSatisfy { $0.left < count && $0.right < count && $0.result < count }
            && addedTokens.allSatisfy { $0.id < count && !$0.content.isEmpty } && !scores.contains(where: \.isNaN)
    }
}

/// A stored form that is none.
enum SubwordFormError: Error { case damaged }
