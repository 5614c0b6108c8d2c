internal import Gramarye

extension InputError {
    var commandRemedy: String? {
        switch self {
        case .bomb(_, isAllowable: true): "Read it all the same with --any-ratio."
        case .needsMemory(_, _, isAllowable: true): "Allow it with --memory."
        default: nil
        }
    }
}

extension TextError {
    /// What `ingest` can do, which alone reads other encodings than UTF-8.
    var commandRemedy: String? {
        switch self {
        case .invalidBytes(.utf8, _, _, _, let likely):
            "Name the encoding with --encoding \(likely.isEmpty ? "latin1, windows-1252 or utf-16" : Self.list(likely)), or "
                + "replace such bytes with --lossy."
        // A byte-order mark wins over any name.
        case .invalidBytes(.utf16, _, _, _, _): "Fetch or save the text again, or replace such bytes with --lossy."
        case .invalidBytes: "Name the encoding with --encoding, or replace such bytes with --lossy."
        case .zeroByte(_, _, looksLikeUTF16: true): "Use --encoding utf-16."
        case .zeroByte: "Leave the file out, or replace zero bytes with --lossy."
        case .unknownLanguage: "Give the code of a language, as --locale tr."
        case .unknownEncoding: "Name the encoding with --encoding."
        default: nil
        }
    }

    /// The likeliest encoding of bytes that are in another, as other programs call it.
    var likelyEncoding: String? {
        guard case .invalidBytes(_, _, _, _, let likely) = self else { return nil }
        return likely.first?.rawValue.uppercased()
    }

    private static func list(_ encodings: [TextDecoder.Encoding]) -> String {
        let names = encodings.map(\.rawValue)
        return names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " or " + names.last!
    }
}

extension FormatError {
    var commandRemedy: String? {
        switch self {
        case .malformed, .converterFailed: "Correct it, leave it out, or read it as it is with --read text."
        case .tooLarge(_, let limit): "Read it with --memory \(max(1, 8 * limit >> 30))G, or divide it."
        case .noColumn: "Name the column of text with --text-column."
        case .unread(_, let instead): "Save it as \(instead); --read text reads it as it is."
        default: nil
        }
    }
}

extension StimuliError {
    var commandRemedy: String? {
        switch self {
        case .textsAndWords(_, let text, let word):
            "Say which: --text-column \(text) for a text a row, or --word-column \(word) for a word a row."
        case .noColumn(.item, _, _): "Say which it is: --item-column NAME."
        case .noColumn: "Say which it is: --text-column NAME or --word-column NAME."
        case .unknownColumn(let column, _, _, _): "Name one of them with --\(column)-column."
        case .noTokens: "See what becomes of it: gram tokenize \(namedDatabase) \"TEXT\""
        case .unreadable: "Correct the item, or have its surprisal null by --on-error null."
        default: nil
        }
    }
}

extension CorpusError {
    var commandRemedy: String? {
        switch self {
        case .noText(let database): "Put some in: gram ingest \(shellQuoted(database)) FILE"
        case .emptySplit(_, let database):
            "Add text (gram ingest \(shellQuoted(database)) FILE), or make the database anew with other --shares, as 8,1,1."
        case .noDocument(let database, _, _), .unknownKey(_, let database, _):
            "See what is known of them: gram metadata \(shellQuoted(database))"
        case .severalDocuments: "Name one by --document; see them: gram metadata \(namedDatabase)"
        case .noSegments(_, _, let total): "Give --segments from 1 to \(total)."
        case .unknownSortKey: nil
        case .noHit(let query, _, let document, _):
            "See the hits: gram concordance \(namedDatabase) \(shellQuoted(query)) --document \(shellQuoted(document))"
        case .noKeptText(let database):
            "Read the texts in again without --no-text: gram ingest \(shellQuoted(database)) --replace FILE"
        case .tooManyGroups: "Choose fewer documents by --where, or leave --wide out."
        case .emptyPart: "Choose other documents, or another --split."
        case .cutsDocuments: "Name a key of the documents' metadata: gram metadata \(namedDatabase)"
        case .noTokens(_, let unreadable):
            unreadable == 0 ? nil : "See what is wrong with the first: the same command with --on-error fail."
        case .nothingToLookUp(let text, _):
            "See what becomes of a text: gram tokenize \(namedDatabase) \(shellQuoted(text))"
        case .otherOrder: "Leave out --order."
        case .severalNgrams: "Leave --wide out for a row for each group."
        case .notNumeric(let key, _): "Name another key, or see groups: --by \(key)"
        case .countsUpTo, .partialCounts: nil
        case .differentText(_, let left, _, let right, _, [.documents]):
            "See: gram info \(shellQuoted(left)), gram info \(shellQuoted(right))"
        case .differentText(_, _, _, _, _, let differences):
            "Make both anew with options that agree: gram ingest … \(differences.map(\.option).joined(separator: " "))"
        }
    }
}

extension KeynessError {
    var commandRemedy: String? {
        switch self {
        case .noRest: "Choose fewer documents by --where, or compare with another database or --reference FILE."
        case .overlap: "Choose sides without a document in common by --where and --against."
        case .otherTokens(let database, _, let other, _):
            "Make one anew as the other was: gram info \(shellQuoted(database)), gram info \(shellQuoted(other))"
        case .nothingListed: "Check the list, and --order."
        case .unfitModel: "Take another method, as --model mkn:3."
        case .oneDocument: "Choose two documents or more by --where."
        case .databaseListed: "Name it as the second database: gram keyness \(namedDatabase) OTHER.db"
        case .noTokens, .list: nil
        }
    }
}

extension TextDifference {
    /// The option that makes the texts agree.
    fileprivate var option: String {
        switch self {
        case .documents: ""
        case .lettersOnly, .tokens: "--letters-only"
        case .punctuationDropped: "--letters-only (or words with --keep-punctuation)"
        case .letterCase: "--case lower"
        case .normalization: "--normalize nfc"
        case .whiteSpace: "--white-space collapse"
        case .apostrophes: "--apostrophes unify"
        case .hyphens: "--hyphens split"
        case .language: "--locale en"
        case .marks: "--strip-marks"
        case .symbols: "--keep symbols"
        case .blankLines: "--blank-lines"
        case .division(let segments): "--segments \(segments.rawValue) and the same --shares"
        }
    }
}

extension ZipfError {
    var commandRemedy: String? {
        switch self {
        case .ranksBeyondTypes: "Give ranks that exist, or leave out --ranks for all."
        case .noNgrams: "See: gram info \(namedDatabase)"
        }
    }
}

extension VocabularyListError {
    var commandRemedy: String? {
        switch self {
        case .severalTokens(_, _, _, _, hasCounts: true): "Keep the words alone, as by cut -f 1."
        case .severalTokens: "Write one word a line; see what becomes of one: gram tokenize \(namedDatabase) \"TEXT\""
        default: nil
        }
    }
}

extension IngestResult {
    /// A note where a text has marks of other tools that were read as words.
    var noteOnForeignMarks: String? {
        let marked = added.filter { !$0.marks.isEmpty }
        guard let first = marked.first else { return nil }
        var sum = ForeignMarks()
        for document in marked { sum += document.marks }
        let list = zip(ForeignMarks.texts, sum.counts).filter { $0.1 > 0 }.map { "\($0) \(NumberText.grouped($1))" }
        let more = marked.count - 1
        return
            "\(first.name)\(more > 0 ? " and \(NumberText.counted(more, "other"))" : "") was prepared for another tool, it seems "
            + "(\(list.joined(separator: ", "))), and such marks were read as words: --tokens whitespace takes them as they are"
    }
}
