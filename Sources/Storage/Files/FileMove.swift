internal import Basics
package import Foundation

/// Where a path leads, through links, of which the last may lead nowhere yet; and what is there, if anything.
package func resolvingLinks(_ path: String) -> (path: String, type: FileAttributeType?) {
    let files = FileManager.default
    var url = URL(filePath: path)
    for _ in 0..<40 {
        let type = try? files.attributesOfItem(atPath: url.path)[.type] as? FileAttributeType
        guard type == .typeSymbolicLink, let next = try? files.destinationOfSymbolicLink(atPath: url.path) else {
            return (url.path, type)
        }
        url = URL(filePath: next, relativeTo: url.deletingLastPathComponent()).absoluteURL
    }
    return (url.path, .typeSymbolicLink)
}

/// Gives a file that is whole its name, in place of one of that name.
///
/// - Throws: `StorageError`.
package func moveFile(_ source: String, over target: String) throws(StorageError) {
    guard unsafe rename(source, target) != 0 else { return }
    let code = errno
    guard [EBUSY, EXDEV].contains(code) else { throw StorageError(errno: code, writing: target) }
    throw .system(
        Explanation(
            "\(target) cannot be replaced: \(systemMessage(code)).", cause: "The file is mounted by itself.",
            remedy: "Mount its folder in its stead.", kind: .cannotCreate))
}
