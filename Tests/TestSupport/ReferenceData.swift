public import Foundation

/// The folder of corpora and reference figures that `GRAMARYE_TEST_DATA` names; tests that need it are skipped without.
///
///     @Test(.enabled(if: ReferenceData.isAvailable)) func slope() throws {
///         let text = try ReferenceData.text("corpora/time-machine.txt")
///     }
public enum ReferenceData {
    public static let folder = ProcessInfo.processInfo.environment["GRAMARYE_TEST_DATA"].flatMap {
        $0.isEmpty ? nil : URL(filePath: $0, directoryHint: .isDirectory)
    }

    public static var isAvailable: Bool { folder != nil }

    /// The text of a file below the folder.
    /// - Precondition: ``isAvailable``.
    public static func text(_ path: String) throws -> String {
        try String(contentsOf: folder!.appending(path: path), encoding: .utf8)
    }
}
