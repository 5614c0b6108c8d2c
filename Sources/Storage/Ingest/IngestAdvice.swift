internal import Basics
internal import Documents

/// How texts might have been read otherwise, by what they are called.
public enum IngestAdvice: Sendable, Hashable {
    /// Plain text with many tags.
    case tagged([String])
    /// Plain text that is named as a table.
    case tables([String])
    /// Project Gutenberg's header or licence.
    case gutenberg([String])
    /// Words between underscores, and how many.
    case emphasis([String], words: Int)
    /// Words that are divided at line ends, and how many.
    case divided([String], words: Int)

    /// What was seen.
    public var fact: String {
        switch self {
        case .tagged(let names): "\(shortened(names)): plain text, but with tags, which are counted as words"
        case .tables(let names): "\(shortened(names)): read as plain text, all columns of it"
        case .gutenberg(let names): "\(shortened(names)): Project Gutenberg's header and licence are counted too"
        case .emphasis(let names, let words):
            "\(shortened(names)): \(groupedDigits(words)) words have underscores around them, as _this_"
        case .divided(let names, let words):
            "\(shortened(names)): \(groupedDigits(words)) words are divided at line ends"
        }
    }
}

extension ReadingRemarks {
    var advice: [IngestAdvice] { (tagged.isEmpty ? [] : [.tagged(tagged)]) + (tables.isEmpty ? [] : [.tables(tables)]) }

    /// What is to be said besides, one line each.
    var notes: [String] {
        var notes = lines
        if !endingAtReturn.isEmpty {
            notes.append("\(shortened(endingAtReturn)): lines end at carriage returns alone, as on old Macs")
        }
        if !withColumns.isEmpty {
            notes.append(
                "\(shortened(withColumns)): tokens are taken as they are; lemma, part of speech and other columns "
                    + "cannot be searched yet")
        }
        if !framed.isEmpty {
            notes.append(
                "\(shortened(framed.map(\.title))): \(groupedDigits(framed.reduce(0) { $0 + $1.bytes })) bytes of Project "
                    + "Gutenberg's header and licence left out")
        }
        return notes
    }
}

extension CleaningSigns {
    /// What cleaning that was not asked for would change in more than a thousandth of a document.
    static func advice(on documents: [some AdmissibleText], _ cleaning: CleaningSettings) -> [IngestAdvice] {
        var (framed, emphasized, divided): ([String], [String], [String]) = ([], [], [])
        var (emphasizedWords, dividedWords) = (0, 0)
        for document in documents {
            guard let signs = document.end.signs else { continue }
            let tokens = document.tokenCount
            if signs.framed * 1_000 > document.end.bytes { framed.append(document.end.name) }
            if signs.emphasized * 1_000 > tokens {
                emphasized.append(document.end.name)
                emphasizedWords += signs.emphasized
            }
            // A divided word is two tokens.
            if signs.divided * 2_000 > tokens {
                divided.append(document.end.name)
                dividedWords += signs.divided
            }
        }
        var advice: [IngestAdvice] = []
        if !framed.isEmpty, !cleaning.stripsGutenberg { advice.append(.gutenberg(framed)) }
        if !emphasized.isEmpty, !cleaning.stripsUnderscores {
            advice.append(.emphasis(emphasized, words: emphasizedWords))
        }
        if !divided.isEmpty, !cleaning.joinsHyphens { advice.append(.divided(divided, words: dividedWords)) }
        return advice
    }
}
