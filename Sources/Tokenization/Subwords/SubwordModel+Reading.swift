extension SubwordModel {
    /// The largest vocabulary that is read or trained.
    package static let largestVocabulary = 1_000_000
    /// How many bytes a file may have.
    package static let largestFile = 64 << 20

    /// Reads a `tokenizer.json` of Hugging Face's tokenizers, or a model of SentencePiece.
    ///
    /// Whatever such a file says of the bounds of texts – tokens at their beginning and end, padding, truncation – does not
    /// count: segments have bounds of their own.
    ///
    /// - Parameters:
    ///   - bytes: of the file.
    ///   - name: what the model shall be called.
    /// - Throws: `SubwordFileError` for what is none, and for what asks for something that is not known here.
    public convenience init(reading bytes: [UInt8], named name: String) throws(SubwordFileError) {
        guard bytes.count <= Self.largestFile else { throw .tooLarge(bytes: Self.largestFile) }
        let first = bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        let form =
            switch first {
            case UInt8(ascii: "{"): try TokenizerJSON(bytes).form(named: name)
            // A field of a message begins with 0x0A, as does a line of JSON.
            case nil: throw SubwordFileError.unknownFormat
            default: try SentencePieceFile(bytes).form(named: name)
            }
        guard form.isConsistent, form.pieces.count <= Self.largestVocabulary else {
            throw .damaged(format: "tokenizer", what: "its vocabulary")
        }
        self.init(form)
    }
}
