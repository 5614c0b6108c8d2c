internal import Foundation
internal import Gramarye
internal import Reporting

/// A file that grows while a network is trained: a row for each step, there whatever ends the training.
final class StepLog {
    private let path: String
    private let handle: FileHandle?
    private var rows: RowStream

    /// What a log begins with, in each of its formats.
    private static let beginnings = ["epoch,step,", "epoch\tstep\t", "{\"epoch\":"]

    /// - Parameters:
    ///   - path: JSON Lines where it ends so, tab-separated where it ends in `.tsv`, else CSV; `-` is standard output. A log that
    ///     is there is replaced; another file is not.
    ///   - isContinued: whether rows are added to those that are there.
    init(_ path: String, isContinued: Bool) throws {
        self.path = path
        try OutputFile.check(path)
        let format: OutputFormat =
            switch URL(filePath: path).pathExtension.lowercased() {
            case "jsonl", "ndjson": .jsonl
            case "tsv": .tsv
            default: .csv
            }
        guard path != "-" else {
            (handle, rows) = (nil, RowStream(format))
            return
        }
        let isThere = FileManager.default.fileExists(atPath: path)
        if isThere, let old = FileHandle(forReadingAtPath: path), let head = try? old.read(upToCount: 16),
            !head.isEmpty, !Self.beginnings.contains(where: { head.starts(with: $0.utf8) })
        {
            throw CommandError(
                "\(path) is there, and is no log of a training", cause: "It would be overwritten.",
                remedy: "Give another name, or remove it first.", kind: .cannotCreate)
        }
        if !isThere { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        guard let handle = FileHandle(forWritingAtPath: path) else {
            throw CommandError(
                "\(path) cannot be written", cause: "It, or its folder, is closed to you.", kind: .cannotCreate)
        }
        var isFilled = false
        if isContinued {
            isFilled = ((try? handle.seekToEnd()) ?? 0) > 0
        } else {
            // A device has no length.
            try? handle.truncate(atOffset: 0)
        }
        (self.handle, rows) = (handle, RowStream(format, isContinued: isFilled))
    }

    func write(_ steps: [TrainingStep]) throws {
        guard !steps.isEmpty else { return }
        let lines = rows.lines(of: ResultTable(steps))
        guard let handle else { return Console.print(data: lines) }
        do { try handle.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8)) } catch {
            throw CommandError("\(path) cannot be written: \(systemMessage(errno))", kind: .inputOutput)
        }
    }
}
