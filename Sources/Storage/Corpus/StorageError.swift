public import Basics
public import Documents
public import Tokenization

/// What can go wrong with a database or with texts on their way into it.
///
/// Paths are as the caller gave them.
public enum StorageError: ExplainedError, Hashable {
    // A path where a database is wanted.
    case noDatabase(String)
    case notADatabase(String, FoundFile)
    case newerSchema(String, version: Int)
    case olderSchema(String, version: Int)
    case existsAlready(String)
    /// A table, view or index of a user's, called as one of the newer schema.
    case nameTaken(String, kind: String, in: String)

    // A path where a result is to go.
    case folderAsOutput(String)
    case databaseAsOutput(String)

    // A database whose content is not as it was written: what shows it.
    case damaged(String)
    /// Something of another program that would be run at each writing, as `DROP TRIGGER "name"` takes away.
    case computes(String, fact: String, undoneBy: String)
    case unreadableSetting(String, of: String)
    case incompleteModel(String, in: String)

    // What other programs do meanwhile.
    case locked(String, isWriting: Bool)
    /// Another process makes the database; with patience it is there.
    case beingMade(String)
    case madeMeanwhile(String)
    case changedMeanwhile(String)
    case modelReplacedMeanwhile(String, in: String)
    /// A model that another has saved since this one was begun; its own stands.
    case modelSavedMeanwhile(String, in: String)
    /// The train split is no more that which a model was made of.
    case trainChangedMeanwhile(String, model: String)

    // Texts that are to be read.
    case noFile(String)
    case databaseAsText(String)
    case emptyFile(String)
    /// A folder or an archive without a file that is named as a text.
    case nothingNamedAsText(String, isArchive: Bool)
    /// What may hold many texts, given one name.
    case oneNameForMany(String)
    case input(InputError)
    /// - Parameter memory: bytes with which it could be read, where more than is granted could.
    case text(TextError, in: String, memory: LongerStretch? = nil)
    case format(FormatError, in: String)
    /// Several texts that cannot be read: what is wrong with each, and of how many.
    case badTexts([String], of: Int, kind: ErrorKind)
    /// A file that is not below the folder that names are to be told from.
    case notBelow(String, base: String)
    /// Nothing is left of a text, or of all of them (`nil`).
    case noToken(String?)
    case tooManyTypes(most: Int)

    // Documents and models by name.
    /// - Parameter there: the first of those that there are.
    case noDocument(String, in: String, there: [String])
    /// A key of metadata that is a column of every document.
    case reservedKey(String)
    case tooManyKeys(Int, most: Int)
    /// An expression over documents that SQLite does not take, and why.
    case badExpression(String, reason: String, in: String, keys: [String])
    case otherContent(document: String, in: String, isInArchive: Bool)
    case twoTexts(String, ClashPlace)
    case badShares
    /// A setting that the first ingest has fixed otherwise.
    case fixed(CorpusSetting, in: String, stored: String, asked: String)
    /// Databases to be merged that cut or divide texts otherwise; without a setting, by the rules of another version.
    case unlike(String, CorpusSetting?, has: String, in: String, wants: String)
    /// A database given twice, or as one that goes into itself: by two names.
    case sameFile(String, String)
    /// Counts of which there is no text.
    case countsWithoutText(String)
    /// Databases to be merged that have no document.
    case nothingToMerge
    /// A document of other content in another database.
    case otherContentIn(document: String, of: String, than: String)
    /// A setting of words, asked for of other tokens.
    case withoutEffect(CorpusSetting, on: TokenizerSettings.Tokens)
    /// Blank lines are to be kept where segments are something other than lines.
    case blankLinesWithoutLines(TokenizerSettings.Segments)
    case modelExists(String, in: String)

    /// A writing whose end the disk did not tell: what SQLite says.
    case unknownOutcome(String, String)
    /// What the system does not grant: room, permission, memory, a disk that works; or a fault of this library.
    case system(Explanation)

    /// What is found where a database was looked for.
    public enum FoundFile: Sendable, Hashable { case folder, stream, emptyFile, text, otherFile, otherDatabase }

    /// What the first ingest decides for all later ones.
    public enum CorpusSetting: String, Sendable, CaseIterable {
        case tokens
        case letterCase = "case"
        case normalization = "normalize"
        case lettersOnly = "letters-only"
        case keepPunctuation = "keep-punctuation"
        case whiteSpace = "white-space"
        case segments
        case blankLines = "blank-lines"
        case apostrophes, hyphens, clitics, locale
        case stripMarks = "strip-marks"
        case keepSymbols = "keep"
        case splitBy = "split-by"
        case shares
        case vocabulary = "the vocabulary"
    }

    /// Where two texts of one name are from.
    public enum ClashPlace: Sendable, Hashable {
        case files, archives, oneArchive(String)
        /// A file of several, of which these have the name, numbered from 1; in a table they are rows below the header.
        case oneFile(String, Int, Int, isTable: Bool)
    }

    /// How long a stretch without a break may be, in bytes, with more memory, in bytes.
    public struct LongerStretch: Sendable, Hashable {
        public let stretch: Int
        public let memory: Int
    }
}

extension StorageError {
    public var explanation: Explanation {
        switch self {
        case .noDatabase(let path):
            return Explanation(
                "There is no database \(path).", cause: "No text was ingested under this name, or in another folder.",
                kind: .noInput)
        case .notADatabase(let path, let found): return Self.notADatabase(path, found)
        case .newerSchema(let path, let version):
            return Explanation(
                "\(path) has schema \(version); this version knows schemas up to \(Schema.version).",
                cause: "It was made by a newer version.", remedy: "Use that version of gram.", kind: .badData)
        case .olderSchema(let path, let version):
            return Explanation(
                "\(path) has schema \(version); this version reads and writes schema \(Schema.version).",
                cause: "It was made by an older version.", remedy: "Migrate it.", kind: .badData)
        case .nameTaken(let name, let kind, let path):
            return Explanation(
                "\(path) has a \(kind) '\(name)' that gram did not make.",
                cause: "The newer schema has something of its own of that name.",
                remedy: "Rename or drop it: sqlite3 \(path) '\(Self.freeing(name, kind: kind))'", kind: .badData)
        case .existsAlready(let path):
            return Explanation("\(path) exists already.", remedy: "Name a new file.", kind: .cannotCreate)
        case .folderAsOutput(let path):
            return Explanation("\(path) is a folder", remedy: "Name a file in it.", kind: .cannotCreate)
        case .databaseAsOutput(let path):
            return Explanation(
                "\(path) is a database and is not written over", remedy: "Name another file.", kind: .cannotCreate)

        case .damaged(let fact):
            return Explanation(
                fact, cause: "It was changed by another program, or copied while it was written.",
                remedy: Self.restore, kind: .badData)
        case .computes(let path, let fact, let undoing):
            return Explanation(
                fact, cause: "It was changed by another program.", remedy: "Remove it: sqlite3 \(path) '\(undoing)'",
                kind: .badData)
        case .unreadableSetting(let text, let path):
            let shown = text.prefix(100)
            return Explanation(
                "\(path) holds a setting that cannot be read: \(shown)\(shown.endIndex < text.endIndex ? "…" : "")",
                cause: "It was changed by another program, or made by a newer gram.", remedy: Self.restore,
                kind: .badData)
        case .incompleteModel(let name, let path):
            return Explanation(
                "The model \(name) in \(path) is incomplete.", cause: "The database was changed by another program.",
                remedy: "Train it again.", kind: .badData)

        case .locked(let path, let isWriting):
            return Explanation(
                "\(path) is locked.", cause: "Another program is \(isWriting ? "using" : "writing to") it.",
                remedy: "Wait until it has finished, or end it, and try again.", kind: .tryAgain)
        case .beingMade(let path):
            return Explanation("\(path) is being made by another program.", remedy: "Wait for it.", kind: .tryAgain)
        case .madeMeanwhile(let path):
            return Explanation(
                "\(path) was made by another program meanwhile.", remedy: "Name a new file.", kind: .tryAgain)
        case .changedMeanwhile(let path):
            return Explanation(
                "\(path) was changed while it was read.", cause: "Another program has written to it.",
                remedy: "Read it again.", kind: .tryAgain)
        case .modelReplacedMeanwhile(let name, let path):
            return Explanation(
                "The model '\(name)' in \(path) was replaced while it was read.",
                cause: "Another program saved a model of that name.", remedy: "Read it again.", kind: .tryAgain)
        case .modelSavedMeanwhile(let name, let path):
            return Explanation(
                "The model '\(name)' in \(path) was changed meanwhile, and is left as it is now.",
                cause: "Another program saved a model of that name.", remedy: "Give another name.", kind: .tryAgain)
        case .trainChangedMeanwhile(let path, let model):
            return Explanation(
                "The train split of \(path) was changed while '\(model)' was made of it.",
                cause: "Texts were added or removed meanwhile. What was saved before is left as it was.",
                remedy: "Make it again.", kind: .tryAgain)

        case .noFile(let path):
            return Explanation(
                "There is no file or folder \(path).", cause: "The name is misspelled, or of another folder.",
                remedy: "Check the path.", kind: .noInput)
        case .databaseAsText(let path):
            return Explanation(
                "\(path) is a database, not a text.", remedy: "Name the text that shall be read.", kind: .usage)
        case .emptyFile(let path): return Explanation("\(path) is empty.", remedy: "Leave it out.", kind: .badData)
        case .nothingNamedAsText(let title, let isArchive):
            return Explanation(
                "The \(isArchive ? "archive" : "folder") \(title) holds no text.",
                cause: "Only files are read whose names end as those of texts do, such as .txt, .html, .docx.",
                remedy: "Name the files themselves.", kind: .noInput)
        case .oneNameForMany(let title):
            return Explanation(
                "\(title) may hold many texts, and a name is for one.", remedy: "Give no name.", kind: .usage)
        case .input(let error): return error.explanation
        case .text(let error, let name, _): return error.explanation.of(name)
        case .format(let error, let name): return error.explanation.of(name)
        case .badTexts(let lines, let count, let kind):
            var told = Explanation(
                "\(lines.count) of \(count) texts cannot be read.", remedy: "Correct them, or leave them out.",
                kind: kind)
            told.details = lines
            return told
        case .notBelow(let path, let base):
            return Explanation(
                "\(path) is not below \(base).", remedy: "Name a folder that all texts are in.", kind: .usage)
        case .noToken(let name):
            return Explanation(
                name.map { "\($0) has no token." } ?? "The texts have no token.",
                cause: name == nil
                    ? "They are blank, or the settings leave nothing of them."
                    : "It is empty or blank, or the settings leave nothing of it.",
                remedy: name == nil ? nil : "Leave it out.", kind: .badData)
        case .tooManyTypes(let most):
            return Explanation(
                "The corpus comes to more than \(most) different tokens, all that there are numbers for.",
                cause: "The texts are probably no text.", remedy: "Leave them out.", kind: .badData)

        case .noDocument(let name, let path, let there):
            let list = there.prefix(3).joined(separator: ", ") + (there.count > 3 ? ", …" : ".")
            return Explanation(
                "\(path) has no document \(name).", cause: "It has \(there.isEmpty ? "none." : list)", kind: .noInput)
        case .reservedKey(let key):
            return Explanation(
                "'\(key)' cannot be a key of metadata.",
                cause: "\(MetadataKeys.reserved.joined(separator: ", ")) are columns that every document has.",
                remedy: "Name it otherwise.", kind: .badData)
        case .tooManyKeys(let count, let most):
            return Explanation(
                "The documents come to \(count) keys of metadata; there may be \(most).",
                cause: "What should be values are probably keys.", remedy: "Leave columns out.", kind: .badData)
        case .badExpression(let expression, let reason, let path, let keys):
            return Explanation(
                "'\(expression)' does not choose documents of \(path): \(reason).",
                cause: "It has name, tokens, types, split"
                    + (keys.isEmpty ? ", and no metadata." : " and the keys \(listed(keys))."),
                remedy: "Texts stand in single quotes: tokens > 1000 and name like 'a%'.", kind: .usage)
        case .otherContent(let name, let path, let isInArchive):
            return Explanation(
                "\(path) has a document \(name) with other content.",
                remedy: "Replace it, or "
                    + (isInArchive ? "unpack the archive into a folder and rename the file." : "rename the file."),
                kind: .badData)
        case .twoTexts(let name, let place): return Self.twoTexts(name, place)
        case .badShares:
            return Explanation(
                "Shares are three numbers for train, valid and test, up to 1,000,000 and not all 0.",
                remedy: "For example 8, 1 and 1.", kind: .usage)
        case .fixed(let setting, let path, let stored, let asked):
            return Explanation(
                "\(path) has \(setting.rawValue) \(stored), not \(stored == asked ? "another such" : asked).",
                cause: "What a text becomes is fixed by the first ingest into a database.",
                remedy: "Ask for no other, or ingest into a new database.", kind: .badData)
        case .unlike(let path, let setting, let has, let other, let wants):
            return Explanation(
                setting.map { "\(path) has \($0.rawValue) \(has), \(other) has \(wants)." }
                    ?? "\(path) is cut into tokens by the rules of another version than \(other).",
                cause: "Counts are put together of texts that were cut and divided alike.",
                remedy: "Ingest the texts of one of them again, with the settings of the other.", kind: .badData)
        case .sameFile(let one, let other):
            return Explanation(
                one == other ? "\(one) is named twice." : "\(one) and \(other) are one file.",
                cause: "A database cannot be merged with itself.", remedy: "Name it once.", kind: .usage)
        case .countsWithoutText(let path):
            return Explanation(
                "\(path) holds counts without their text.", cause: "They were imported as counts.",
                remedy: "Ingest the text itself.", kind: .badData)
        case .nothingToMerge:
            return Explanation(
                "None of the databases has a document.", cause: "No text was ingested into them, or all was removed.",
                remedy: "Name databases that hold texts.", kind: .badData)
        case .otherContentIn(let name, let path, let other):
            return Explanation(
                "\(path) and \(other) both have a document \(name), and the contents differ.",
                cause: "Names of documents are unique in a database.",
                remedy: "Remove one of them, or ingest it under another name.", kind: .badData)
        case .withoutEffect(let setting, let tokens):
            return Explanation(
                "The setting \(setting.rawValue) has no effect on tokens that are \(tokens.rawValue).",
                cause: "It is about words.", remedy: "Leave it out, or take words for tokens.", kind: .usage)
        case .blankLinesWithoutLines(let segments):
            return Explanation(
                segments == .auto
                    ? "Blank lines can be kept where segments are lines, and they are lines or paragraphs as each text tells."
                    : "Blank lines can be kept where segments are lines, and they are \(segments.inProse).",
                cause: "Elsewhere a blank line divides segments, or stands in one.",
                remedy: "Take lines for segments, or leave blank lines out.", kind: .usage)
        case .modelExists(let name, let path):
            return Explanation(
                "\(path) has a model '\(name)' already.", remedy: "Replace it, or give another name.",
                kind: .cannotCreate)

        case .unknownOutcome(let path, let message):
            return Explanation(
                "\(path) could not be written to the end (\(message)).",
                cause: "The disk is failing. Whether the change was made could not be read either.",
                remedy: "Check the disk, then what the database holds.", kind: .inputOutput)
        case .system(let explanation): return explanation
        }
    }

    private static let restore = "Restore a copy, or ingest the texts again into a new database."

    private static func notADatabase(_ path: String, _ found: FoundFile) -> Explanation {
        switch found {
        case .folder: Explanation("\(path) is a folder, not a database.", kind: .usage)
        case .stream: Explanation("\(path) is a pipe or a device, not a database.", kind: .usage)
        case .emptyFile: Explanation("\(path) is an empty file, not a database.", kind: .badData)
        case .text, .otherFile:
            Explanation(
                "\(path) is \(found == .text ? "a text file" : "another kind of file"), not a database.", kind: .usage)
        case .otherDatabase:
            Explanation(
                "\(path) is an SQLite database of another program.", cause: "It has none of gram's tables.",
                kind: .badData)
        }
    }

    /// What makes the name of a user's table, view or index free, in SQL.
    package static func freeing(_ name: String, kind: String) -> String {
        let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
        return kind == "table"
            ? "ALTER TABLE \(quoted) RENAME TO \"my_\(quoted.dropFirst())" : "DROP \(kind.uppercased()) \(quoted)"
    }

    private static func twoTexts(_ name: String, _ place: ClashPlace) -> Explanation {
        if case .oneFile(let title, let first, let second, let isTable) = place {
            return Explanation(
                "\(isTable ? "Rows" : "Documents") \(first) and \(second) of \(title) are both called \(name), and differ.",
                cause: isTable
                    ? "A row is called what its column name, else id, says; the header is not numbered."
                    : "A document is called what its id says.",
                remedy: isTable
                    ? "Give each a name of its own there, or call that column otherwise, such as group."
                    : "Give each an id of its own.", kind: .badData)
        }
        let remedy =
            switch place {
            case .oneArchive(let title):
                "Unpack \(title) into a folder, the two under different names, and ingest the folder."
            case .archives: "Unpack archives into folders of their own, and ingest the folder above all."
            case .files, .oneFile: "Rename one, or ingest the folder above both."
            }
        return Explanation(
            "Two of the texts are called \(name), and differ.",
            cause: place == .files
                ? "A document's name is its file's base name, or its path within the folder named."
                : "A document's name is its path within the archive, without .. and a / at its head.",
            remedy: remedy, kind: .badData)
    }

    /// A database whose tables contradict one another.
    package static func changed(_ path: String) -> StorageError {
        .damaged("The tables of \(path) contradict one another.")
    }
}

extension TokenizerSettings.Segments {
    fileprivate var inProse: String { self == .document ? "whole documents" : rawValue }
}
