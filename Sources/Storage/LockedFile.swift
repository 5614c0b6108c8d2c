internal import Basics
internal import Foundation
internal import Tokenization

/// A temporary file that its maker keeps locked, deleted unless it is published under another name.
///
/// The lock ends with the process, however it ends: an unlocked file is a dead process's.
final class LockedFile {
    private let path: String
    private let finalPath: String
    private let descriptor: Int32
    private var isPublished = false

    /// - Throws: `StorageError` if it cannot be created, or a living process holds it.
    init(_ path: String, inPlaceOf finalPath: String) throws(StorageError) {
        self.path = path
        self.finalPath = finalPath
        while true {
            let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard file >= 0 else { throw StorageError(errno: errno, writing: finalPath) }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                close(file)
                guard code == EWOULDBLOCK else { throw StorageError(errno: code, writing: finalPath) }
                throw StorageError(
                    "\(finalPath) is being made by another gram.", remedy: "Wait until it has finished.",
                    kind: .tryAgain)
            }
            // Another may have removed the file between the opening and the lock; and a name that is left of a file
            // published already must not empty it.
            if Self.hasOtherNames(file) {
                _ = unsafe unlink(path)
            } else if Self.isStill(file, at: path) {
                guard ftruncate(file, 0) == 0 else {
                    let code = errno
                    close(file)
                    throw StorageError(errno: code, writing: finalPath)
                }
                descriptor = file
                return
            }
            close(file)
        }
    }

    deinit {
        if !isPublished { _ = unsafe unlink(path) }
        close(descriptor)
    }

    /// Brings the content to the disk, then gives the file its name, which no other must have got meanwhile.
    func publish() throws(StorageError) {
        guard fsync(descriptor) == 0 else { throw StorageError(errno: errno, writing: finalPath) }
        if unsafe link(path, finalPath) == 0 {
            _ = unsafe unlink(path)
        } else {
            guard errno != EEXIST else {
                throw StorageError(
                    "\(finalPath) was made by another program meanwhile.", remedy: "Name a new file.", kind: .tryAgain)
            }
            // Not every file system has links.
            try moveFile(path, over: finalPath)
        }
        isPublished = true
        let folder = unsafe open(URL(fileURLWithPath: finalPath).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    /// Deletes a file that no living process holds.
    static func removeUnlocked(_ path: String) {
        let file = unsafe open(path, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return }
        if flock(file, LOCK_EX | LOCK_NB) == 0, isStill(file, at: path) { _ = unsafe unlink(path) }
        close(file)
    }

    private static func hasOtherNames(_ file: Int32) -> Bool {
        var status = stat()
        return unsafe fstat(file, &status) == 0 && status.st_nlink > 1
    }

    private static func isStill(_ file: Int32, at path: String) -> Bool {
        var (opened, named) = (stat(), stat())
        guard unsafe fstat(file, &opened) == 0, unsafe stat(path, &named) == 0 else { return false }
        return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }
}

extension StorageError {
    init(errno code: Int32, writing path: String) {
        let reason = unsafe String(cString: strerror(code))
        switch code {
        case ENOSPC, EDQUOT, EFBIG:
            self.init(
                "\(path) cannot be written: \(reason).", cause: "The disk is full.",
                remedy: "Make room and run the command again.", kind: .inputOutput)
        case EIO:
            self.init(
                "\(path) cannot be read or written: \(reason).", cause: "The disk is failing.",
                remedy: "Name a file on another disk.", kind: .inputOutput)
        default:
            self.init(
                "\(path) cannot be created: \(reason).", cause: "Its folder is missing or read-only.",
                remedy: "Check the path and its permissions.", kind: .cannotCreate)
        }
    }
}
