internal import Foundation

/// PDF, as Poppler's `pdftotext` reads it.
enum PDFReader {
    private static let program = "pdftotext"

    /// - Returns: UTF-8, with a blank line between pages and paragraphs.
    /// - Throws: `FormatError` if the program is not installed, or does not read it.
    static func text(of bytes: [UInt8]) throws(FormatError) -> [UInt8] {
        guard let path = installed else { throw .converterMissing(program, package: "poppler-utils") }
        let folder = FileManager.default.temporaryDirectory.appending(path: "gram-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let (source, target) = (folder.appending(path: "source.pdf"), folder.appending(path: "text"))
            try Data(bytes).write(to: source)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: path)
            process.arguments = ["-q", "-enc", "UTF-8", "-nopgbrk", source.path, target.path]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                throw FormatError.converterFailed(program, reason: "it ends with \(process.terminationStatus)")
            }
            return [UInt8](try Data(contentsOf: target))
        } catch let error as FormatError {
            throw error
        } catch {
            throw .converterFailed(program, reason: "\(error.localizedDescription)")
        }
    }

    private static var installed: String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
