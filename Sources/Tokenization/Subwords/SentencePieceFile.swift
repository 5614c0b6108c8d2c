internal import Foundation

/// A model of SentencePiece: a message of Protocol Buffers, as `sentencepiece_model.proto` has it.
struct SentencePieceFile {
    private var pieces: [[UInt8]] = []
    private var scores: [Double] = []
    private var kinds: [SubwordForm.Kind] = []
    private var method = SubwordForm.Method.unigram
    private var isSuffix = false
    private var fallsBackToBytes = false
    private var charsmap: [UInt8] = []
    private var addsPrefix = true
    private var removesSpaces = true
    private var marksSpaces = true

    private static let format = "model of SentencePiece"

    /// - Throws: `SubwordFileError`.
    init(_ bytes: [UInt8]) throws(SubwordFileError) {
        guard let fields = ProtobufFields.all(in: bytes[...]) else { throw .unknownFormat }
        for field in fields {
            switch (field.number, field.value) {
            case (1, .bytes(let piece)): try takePiece(piece)
            case (2, .bytes(let trainer)): try takeTrainer(trainer)
            case (3, .bytes(let normalizer)): try takeNormalizer(normalizer)
            default: break
            }
        }
        guard !pieces.isEmpty else { throw .unknownFormat }
        guard kinds.contains(.unknown) else {
            throw .damaged(format: Self.format, what: "it has no piece for what is unknown")
        }
        // What was merged would have to be taken apart again, step by step.
        if method == .scores, kinds.contains(.unused) { throw .unsupported("pieces that are not to be used") }
    }

    private mutating func takePiece(_ bytes: ArraySlice<UInt8>) throws(SubwordFileError) {
        guard let fields = ProtobufFields.all(in: bytes) else {
            throw .damaged(format: Self.format, what: "its vocabulary")
        }
        var (text, score, kind): (ArraySlice<UInt8>, Float, Int) = ([], 0, 1)
        for field in fields {
            switch (field.number, field.value) {
            case (1, .bytes(let bytes)): text = bytes
            case (2, .fixed32(let bits)): score = Float(bitPattern: bits)
            case (3, .varint(let value)): kind = Int(clamping: value)
            default: break
            }
        }
        let kinds: [SubwordForm.Kind?] = [nil, .normal, .unknown, .control, .userDefined, .unused, .byte]
        guard kinds.indices.contains(kind), let kind = kinds[kind], score.isFinite, !text.isEmpty,
            String(validating: text, as: UTF8.self) != nil, pieces.count < SubwordModel.largestVocabulary
        else { throw .damaged(format: Self.format, what: "piece \(pieces.count)") }
        if kind == .byte {
            let byte = SubwordText.bytes(of: text)
            guard byte.count == 1, SubwordText.byte(byte[0]).elementsEqual(text) else {
                throw .damaged(format: Self.format, what: "piece \(pieces.count) is no byte")
            }
            pieces.append(byte)
        } else {
            pieces.append(Array(text))
        }
        self.kinds.append(kind)
        scores.append(Double(score))
    }

    private mutating func takeTrainer(_ bytes: ArraySlice<UInt8>) throws(SubwordFileError) {
        guard let fields = ProtobufFields.all(in: bytes) else {
            throw .damaged(format: Self.format, what: "how it was trained")
        }
        for case (let number, .varint(let value)) in fields.map({ ($0.number, $0.value) }) {
            switch number {
            case 3:
                switch value {
                case 1: method = .unigram
                case 2: method = .scores
                case 3: throw .unsupported("a vocabulary of whole words")
                case 4: throw .unsupported("a vocabulary of characters")
                default: throw .unsupported("a vocabulary of kind \(value)")
                }
            case 24: isSuffix = value != 0
            case 35: fallsBackToBytes = value != 0
            default: break
            }
        }
    }

    private mutating func takeNormalizer(_ bytes: ArraySlice<UInt8>) throws(SubwordFileError) {
        guard let fields = ProtobufFields.all(in: bytes) else {
            throw .damaged(format: Self.format, what: "its normalization")
        }
        for field in fields {
            switch (field.number, field.value) {
            case (2, .bytes(let bytes)): charsmap = Array(bytes)
            case (3, .varint(let value)): addsPrefix = value != 0
            case (4, .varint(let value)): removesSpaces = value != 0
            case (5, .varint(let value)): marksSpaces = value != 0
            default: break
            }
        }
        guard Charsmap(Data(charsmap)) != nil else {
            throw .damaged(format: Self.format, what: "its table of characters")
        }
        guard marksSpaces else { throw .unsupported("spaces that are not written as ▁") }
    }

    /// What the file says.
    func form(named name: String) -> SubwordForm {
        SubwordForm(
            name: name, method: method, pieces: pieces, kinds: kinds, scores: scores, isSinglePrecision: true,
            fallsBackToBytes: fallsBackToBytes, fusesUnknown: true, marksSpaces: true,
            steps: [
                .sentencePiece(
                    charsmap: Data(charsmap), addsPrefix: addsPrefix, removesSpaces: removesSpaces, isSuffix: isSuffix)
            ])
    }
}

/// The fields of a message in the wire format of Protocol Buffers.
struct ProtobufFields {
    enum Value {
        case varint(UInt64)
        case fixed64
        case bytes(ArraySlice<UInt8>)
        case fixed32(UInt32)
    }

    /// - Returns: `nil` where that is no message.
    static func all(in bytes: ArraySlice<UInt8>) -> [(number: UInt64, value: Value)]? {
        var fields: [(number: UInt64, value: Value)] = []
        var rest = bytes
        while !rest.isEmpty {
            guard let key = varint(&rest), key >> 3 > 0 else { return nil }
            switch key & 7 {
            case 0:
                guard let value = varint(&rest) else { return nil }
                fields.append((key >> 3, .varint(value)))
            case 1:
                guard rest.count >= 8 else { return nil }
                rest = rest.dropFirst(8)
                fields.append((key >> 3, .fixed64))
            case 2:
                guard let length = varint(&rest), length <= UInt64(rest.count) else { return nil }
                fields.append((key >> 3, .bytes(rest.prefix(Int(length)))))
                rest = rest.dropFirst(Int(length))
            case 5:
                guard rest.count >= 4 else { return nil }
                let bits = rest.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                rest = rest.dropFirst(4)
                fields.append((key >> 3, .fixed32(bits)))
            default: return nil
            }
        }
        return fields
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
