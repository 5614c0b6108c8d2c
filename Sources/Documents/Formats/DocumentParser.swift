/// Reads the documents of a file that is more than plain text, and is held whole.
///
/// ```swift
/// let parser = DocumentParser(format: .html, textColumn: nil, limit: 1 << 28) { bytes, declared in … }
/// let documents = try parser.documents(of: bytes)
/// ```
package struct DocumentParser {
    /// Makes UTF-8 of bytes. The encoding that they declare themselves in is `nil` where they declare none.
    package typealias Decode = (_ bytes: [UInt8], _ declared: String?) throws -> [UInt8]

    private let format: TextFormat
    private let textColumn: String?
    private let limit: Int
    private let decode: Decode

    /// - Parameter limit: bytes that the parts of a package may unpack to.
    package init(format: TextFormat, textColumn: String?, limit: Int, decode: @escaping Decode) {
        self.format = format
        self.textColumn = textColumn
        self.limit = limit
        self.decode = decode
    }

    /// - Throws: `FormatError`, `InputError` for a damaged package, what `decode` throws.
    package func documents(of bytes: [UInt8]) throws -> [ParsedDocument] {
        switch format {
        case .text: [ParsedDocument(text: try decode(bytes, nil))]
        case .html: [try HTMLReader.document(try decode(bytes, DeclaredEncoding.ofHTML(bytes)))]
        case .tei, .xml:
            try TEIReader.documents(try decode(bytes, DeclaredEncoding.ofXML(bytes)), format: format)
        case .epub: [try EPUBReader.document(try Package(bytes, as: format, limit: limit, decode: decode))]
        case .docx: [try DOCXReader.document(try Package(bytes, as: format, limit: limit, decode: decode))]
        case .odt: [try ODTReader.document(try Package(bytes, as: format, limit: limit, decode: decode))]
        case .csv, .tsv:
            try TableReader.documents(try decode(bytes, nil), format: format, textColumn: textColumn ?? "text")
        case .conllu: CoNLLUReader.documents(try decode(bytes, nil))
        case .vertical: VerticalReader.documents(try decode(bytes, nil))
        case .srt, .vtt: [SubtitleReader.document(try decode(bytes, nil), format: format)]
        case .pdf: [ParsedDocument(text: try decode(try PDFReader.text(of: bytes), "utf-8"))]
        }
    }
}
