internal import Foundation
internal import Gramarye

extension StorageError {
    var commandRemedy: String? {
        switch self {
        case .noDatabase(let path):
            CommandLineHint().ofMissingDatabase(path) ?? "Make it: gram ingest \(shellQuoted(path)) TEXT.txt"
        case .notADatabase(let path, .folder): "Name a database: gram ingest NAME.db \(shellQuoted(path))"
        case .notADatabase(let path, .stream): "Name a file: gram ingest NAME.db \(shellQuoted(path))"
        case .notADatabase(let path, .emptyFile): "Delete it, then: gram ingest \(shellQuoted(path)) TEXT.txt"
        case .notADatabase(let path, .text): "Try: gram ingest \(Self.databaseName(path)) \(shellQuoted(path))"
        case .notADatabase(let path, .otherFile): "Try: gram ingest \(Self.databaseName(path)) TEXT.txt"
        case .notADatabase(_, .otherDatabase): "Name a new file: gram ingest NAME.db TEXT.txt"
        case .newerSchema: "Use that version of gram."
        case .olderSchema(let path, _): "Bring it up to date: gram migrate \(shellQuoted(path))"
        case .locked(_, isWriting: true), .beingMade: "Let this command wait for it: add --wait 60 (seconds)."
        case .changedMeanwhile, .modelReplacedMeanwhile, .madeMeanwhile: "Run the same command again."
        case .trainChangedMeanwhile:
            "Run the same command again; gram train takes --replace then, if the model is there already."
        case .nothingNamedAsText(_, let isArchive):
            (isArchive ? "Unpack it and name" : "Name") + " the files themselves: gram ingest DB FILE…"
        case .oneNameForMany: "Leave --name out."
        case .input(let error): error.commandRemedy
        case .format(let error, _): error.commandRemedy
        case .badTexts: "Nothing was read in. Correct them, or go on without them: --skip-bad"
        case .notBelow: "Name a folder that all texts are in with --base, or leave it out."
        case .text(_, _, let longer?):
            "Leave the file out, or break its lines; up to \(shown(longer.stretch, " "))iB without a break are read "
                + "with --memory \(shown(longer.memory))"
        case .text(let error, _, nil): error.commandRemedy
        case .noDocument(_, let path, _): "See: gram info \(shellQuoted(path))"
        case .otherContent(_, _, let isInArchive):
            "Replace it with --replace, or "
                + (isInArchive ? "unpack the archive into a folder and rename the file." : "rename the file.")
        case .computes(let path, _, let undoing): "Remove it: sqlite3 \(shellQuoted(path)) \(shellQuoted(undoing))"
        case .nameTaken(let name, let kind, let path):
            "Rename or drop it: sqlite3 \(shellQuoted(path)) \(shellQuoted(Self.freeing(name, kind: kind)))"
        case .badShares: "For example --shares 8,1,1."
        case .fixed: "Leave the option out, or ingest into a new database."
        case .unlike(let path, .vocabulary, _, _, _):
            "Ingest the texts of \(path) again with the --min-count, --vocabulary-size or --vocabulary of the other."
        case .otherContentIn(let name, let path, _):
            "Remove one, or ingest it under another name: gram remove \(shellQuoted(path)) \(shellQuoted(name))"
        case .countsWithoutText: "Ingest the text itself: gram ingest NEW.db TEXT.txt"
        case .withoutEffect: "Leave it out, or take --tokens words."
        case .blankLinesWithoutLines: "Add --segments lines, or leave --blank-lines keep out."
        case .modelExists: "Replace it by --replace, or give another name."
        case .unknownOutcome(let path, _): "Check the disk, then see: gram info \(shellQuoted(path))"
        default: nil
        }
    }

    private static func databaseName(_ path: String) -> String {
        shellQuoted(URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent + ".db")
    }
}

/// A number of bytes in the largest unit of which it is one or more.
private func shown(_ bytes: Int, _ gap: String = "") -> String {
    bytes >> 30 > 0
        ? "\(bytes >> 30)\(gap)G" : bytes >> 20 > 0 ? "\(bytes >> 20)\(gap)M" : "\(max(1, bytes >> 10))\(gap)K"
}
