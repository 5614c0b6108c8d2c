internal import Foundation

/// Where temporary files go that work on a database takes: beside it, or where it is in a folder that is not to be written to
/// with all others.
func temporaryFolder(besides path: String) -> String {
    let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent().path
    return FileManager.default.isWritableFile(atPath: folder) ? folder : NSTemporaryDirectory()
}
