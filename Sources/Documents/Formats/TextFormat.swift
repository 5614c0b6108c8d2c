/// What a text is written in, as its content tells.
public enum TextFormat: String, Sendable, CaseIterable, Codable {
    /// As it is.
    case text
    case html
    case tei
    /// XML of other kinds.
    case xml
    case epub
    case docx
    case odt
    /// A document a row.
    case csv
    case tsv
    case conllu
    /// Vertical text: a token a line, as corpus managers read it.
    case vertical
    case srt
    case vtt
    case pdf

    /// The format's name in prose.
    package var title: String {
        switch self {
        case .text: "plain text"
        case .tei: "TEI"
        case .conllu: "CoNLL-U"
        case .vertical: "vertical text"
        case .srt, .vtt: "subtitles"
        default: rawValue.uppercased()
        }
    }

    /// The formats that are zip archives.
    package var isPackage: Bool { self == .epub || self == .docx || self == .odt }

    /// Whether its text has a segment a line, whatever the segments asked for are.
    package var hasSegments: Bool {
        switch self {
        case .text, .pdf, .csv, .tsv: false
        default: true
        }
    }

    /// Whether its tokens are told, and read as they are.
    package var hasTokens: Bool { self == .conllu || self == .vertical }

    /// How many bytes of kept text a byte of the source becomes at most: three where it is one of another encoding, and
    /// each of those as many as deflate packs into one, or an entity stands for.
    package var longestExpansion: Int {
        switch self {
        case .text, .csv, .tsv, .conllu, .vertical: 3
        default: 3 * 1032
        }
    }

    /// The endings of names that a folder's or an archive's texts have.
    static let endings: [String: TextFormat] = [
        "txt": .text, "text": .text, "html": .html, "htm": .html, "xhtml": .html, "xml": .xml, "tei": .tei,
        "epub": .epub, "docx": .docx, "odt": .odt, "csv": .csv, "tsv": .tsv, "conllu": .conllu, "conll": .conllu,
        "vert": .vertical, "vrt": .vertical, "srt": .srt, "vtt": .vtt, "pdf": .pdf,
    ]
}
