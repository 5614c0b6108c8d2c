internal import Foundation

/// Gives a file that is whole its name, in place of one of that name.
///
/// - Throws: `StorageError`.
public func moveFile(_ source: String, over target: String) throws(StorageError) {
    guard unsafe rename(source, target) == 0 else { throw StorageError(errno: errno, writing: target) }
}
