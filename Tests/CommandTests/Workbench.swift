internal import Foundation
internal import Testing

/// A folder of its own, in which `gram` runs as a process; it goes with the value.
final class Workbench: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "gram-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The command beside the test bundle: both are made by the same build.
    static let gram: String = {
        let executable = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return executable.deletingLastPathComponent().appending(path: "gram").path
    }()

    /// The top of the package.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Writes a file, making its folders, and returns its name; tests that run at once may share the file,
    /// so nobody sees half of it.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String { try write(Data(text.utf8), to: name) }

    @discardableResult
    func write(_ bytes: Data, to name: String) throws -> String {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file, options: .atomic)
        return name
    }

    func read(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

    var files: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() } }

    /// Runs `gram` in the folder and waits for its end.
    @discardableResult
    func gram(_ arguments: String..., input: String = "") throws -> Run {
        try start(Self.gram, arguments, input: Data(input.utf8)).result()
    }

    /// Runs a shell's line in which `"$GRAM"` is the command.
    @discardableResult
    func shell(_ line: String) throws -> Run { try start("/bin/bash", ["-c", line]).result() }

    func start(_ executable: String, _ arguments: [String], input: Data = Data()) throws -> Running {
        let number = UUID().uuidString
        let process = Process()
        // Threads that run tests block signals, and a child inherits that: `env` gives them back.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["--default-signal", executable] + arguments
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        // Charts are drawn as the terminal's letters allow.
        environment.merge([
            "GRAM": Self.gram, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "xterm", "LC_ALL": "C.UTF-8",
        ]) { $1 }
        process.environment = environment
        // Files, not pipes: nobody has to read while the command writes.
        let names = ["in", "out", "err"].map { path(".\(number).\($0)") }
        try input.write(to: URL(filePath: names[0]))
        for name in names.dropFirst() { try Data().write(to: URL(filePath: name)) }
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: names[0]))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: names[1]))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: names[2]))
        try process.run()
        return Running(process: process, files: names)
    }
}

/// A command on its way.
struct Running {
    let process: Process
    let files: [String]

    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    /// Waits for the end.
    func result() throws -> Run {
        process.waitUntilExit()
        let texts = try files.dropFirst().map {
            try String(decoding: Data(contentsOf: URL(filePath: $0)), as: UTF8.self)
        }
        for file in files { try? FileManager.default.removeItem(atPath: file) }
        let wasSignalled = process.terminationReason == .uncaughtSignal
        return Run(
            status: wasSignalled ? 128 + process.terminationStatus : process.terminationStatus,
            output: texts[0], errors: texts[1])
    }
}

/// What a command left behind.
struct Run {
    /// The exit code, or 128 and the signal's number.
    let status: Int32
    let output: String
    let errors: String

    /// The object that `--format json` printed.
    var json: [String: Any] {
        get throws {
            let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
            return try #require(object as? [String: Any])
        }
    }

    var rows: [[String: Any]] { get throws { try #require(try json["rows"] as? [[String: Any]]) } }

    var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) }
}
