internal import Basics
internal import Foundation
internal import Tokenization

/// A temporary file that its maker keeps locked, deleted unless it is published under another name.
///
/// The lock ends with the process, however it ends: an unlocked file is a dead process's.
final class LockedFile {
    private let path: String
    private let finalPath: String
    let descriptor: Int32
    /// The bits of another file's mode that this one takes when it replaces it.
    private var takenBits: mode_t = 0o777
    private var isPublished = false
    private var isClosed = false

    /// A file of a name that only one maker can have at a time.
    ///
    /// - Throws: `StorageError` if it cannot be created, or a living process holds it.
    init(_ path: String, inPlaceOf finalPath: String) throws(StorageError) {
        self.path = path
        self.finalPath = finalPath
        while true {
            let file = uninterrupted { unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644) }
            guard file >= 0 else { throw StorageError(errno: errno, writing: finalPath) }
            do throws(StorageError) {
                guard try Self.lock(file, for: finalPath) else {
                    throw .beingMade(finalPath)
                }
                // Another may have removed the file between the opening and the lock; and a name that is left of a file
                // published already must not empty it.
                if try Self.status(of: file, for: finalPath).st_nlink > 1 {
                    guard unsafe unlink(path) == 0 || errno == ENOENT else {
                        throw StorageError(errno: errno, writing: finalPath)
                    }
                } else if try Self.isStill(file, at: path, for: finalPath) {
                    guard uninterrupted({ ftruncate(file, 0) }) == 0 else {
                        throw StorageError(errno: errno, writing: finalPath)
                    }
                    descriptor = file
                    return
                }
            } catch {
                close(file)
                throw error
            }
            close(file)
        }
    }

    /// A file beside the one it will be, `.NAME.gram-part-` and twenty letters or digits: a name that nobody has.
    ///
    /// - Throws: `StorageError` if it cannot be created.
    init(beside finalPath: String) throws(StorageError) {
        self.finalPath = finalPath
        let url = URL(fileURLWithPath: finalPath)
        let folder = url.deletingLastPathComponent()
        Self.removeAbandoned(in: folder.path)
        // A name has 255 bytes at most.
        let name = String(decoding: url.lastPathComponent.utf8.prefix(200), as: UTF8.self)
        for _ in 0..<100 {
            let letters = String((0..<Self.markLength).map { _ in Self.letters.randomElement()! })
            let path = folder.appendingPathComponent(".\(name)\(Self.mark)\(letters)").path
            let file = uninterrupted { unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644) }
            guard file >= 0 else {
                if errno == EEXIST { continue }
                throw StorageError(errno: errno, writing: finalPath)
            }
            do throws(StorageError) {
                // Another who looks for abandoned files may have come between.
                if try Self.lock(file, for: finalPath), try Self.isStill(file, at: path, for: finalPath) {
                    self.path = path
                    descriptor = file
                    return
                }
            } catch {
                _ = unsafe unlink(path)
                close(file)
                throw error
            }
            _ = unsafe unlink(path)
            close(file)
        }
        throw .system(
            Explanation(
                "\(finalPath) cannot be made: no lock is to be had in its folder.",
                cause: "Its file system refuses them.", remedy: "Name a file on another disk.", kind: .tryAgain))
    }

    deinit {
        if !isPublished { _ = unsafe unlink(path) }
        if !isClosed { close(descriptor) }
    }

    /// Adds to the file's end.
    func write(_ bytes: [UInt8]) throws(StorageError) {
        if let code = writeAll(bytes, to: descriptor) { throw StorageError(errno: code, writing: finalPath) }
    }

    /// Brings the content to the disk.
    func sync() throws(StorageError) {
        guard uninterrupted({ fsync(descriptor) }) == 0 else { throw StorageError(errno: errno, writing: finalPath) }
    }

    /// Makes the file one of the same owner, group and permissions as another.
    func takeRights(of other: String) throws(StorageError) {
        var status = stat()
        guard unsafe stat(other, &status) == 0, fchown(descriptor, status.st_uid, status.st_gid) == 0,
            fchmod(descriptor, status.st_mode & 0o7777) == 0
        else { throw StorageError(errno: errno, writing: finalPath) }
        takenBits = 0o7777
    }

    /// Brings the content to the disk, then gives the file its name.
    ///
    /// - Parameter replacing: whether another file of that name goes, whose permissions this one takes; else it is an
    ///   error that there is one.
    func publish(replacing: Bool = false) throws(StorageError) {
        var old = stat()
        if replacing, unsafe stat(finalPath, &old) == 0 { fchmod(descriptor, old.st_mode & takenBits) }
        try sync()
        if replacing {
            try moveFile(path, over: finalPath)
        } else if unsafe link(path, finalPath) == 0 {
            _ = unsafe unlink(path)
        } else {
            let code = errno
            // Not every file system has links.
            guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(code) else {
                throw code == EEXIST
                    ? StorageError.madeMeanwhile(finalPath) : StorageError(errno: code, writing: finalPath)
            }
            var other = stat()
            guard unsafe lstat(finalPath, &other) != 0 else { throw StorageError.madeMeanwhile(finalPath) }
            try moveFile(path, over: finalPath)
        }
        isPublished = true
        // Later it would end the locks of a database that is opened from now on.
        isClosed = true
        close(descriptor)
        // From here on all see the file: that its name may not outlive a power failure makes it no less written.
        let folder = unsafe open(URL(fileURLWithPath: finalPath).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private static let mark = ".gram-part-"
    private static let markLength = 20
    private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

    /// Deletes what killed processes were making in a folder.
    static func removeAbandoned(in folder: String) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
        for name in names where name.hasPrefix(".") {
            let parts = name.split(separator: mark, omittingEmptySubsequences: false)
            guard parts.count > 1, let last = parts.last, last.count == markLength, last.allSatisfy(letters.contains)
            else { continue }
            removeUnlocked(URL(fileURLWithPath: folder).appendingPathComponent(name).path)
        }
    }

    /// Deletes a file that no living process holds.
    static func removeUnlocked(_ path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        // A name that is left of a file published already; to open it would end the locks of a database.
        if status.st_nlink > 1 {
            _ = unsafe unlink(path)
            return
        }
        let file = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return }
        if (try? lock(file, for: path) && isStill(file, at: path, for: path)) == true { _ = unsafe unlink(path) }
        close(file)
    }

    /// Whether the lock was to be had.
    private static func lock(_ file: Int32, for finalPath: String) throws(StorageError) -> Bool {
        if uninterrupted({ flock(file, LOCK_EX | LOCK_NB) }) == 0 { return true }
        // Where a file system makes such locks of those of fcntl, a lock that another holds may be EACCES.
        guard [EWOULDBLOCK, EACCES].contains(errno) else { throw StorageError(errno: errno, writing: finalPath) }
        return false
    }

    private static func isStill(_ file: Int32, at path: String, for finalPath: String) throws(StorageError) -> Bool {
        let opened = try status(of: file, for: finalPath)
        var named = stat()
        guard unsafe stat(path, &named) == 0 else {
            if errno == ENOENT { return false }
            throw StorageError(errno: errno, writing: finalPath)
        }
        return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }

    private static func status(of file: Int32, for finalPath: String) throws(StorageError) -> stat {
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw StorageError(errno: errno, writing: finalPath) }
        return status
    }
}

/// Makes a system call again that a signal has interrupted.
private func uninterrupted(_ call: () -> Int32) -> Int32 {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}

extension StorageError {
    /// A database that is there and that SQLite could not open, or whose journal it could not.
    init(errno code: Int32, opening path: String) {
        switch code {
        case EMFILE, ENFILE, ENOMEM, EIO: self.init(errno: code, writing: path)
        case EACCES, EPERM, EROFS:
            self = .system(
                Explanation(
                    "\(path) cannot be opened: \(unsafe String(cString: strerror(code))).",
                    cause: "Its permissions, or those of its folder, do not allow it.",
                    remedy: "Change them, or copy the database to a folder of your own.", kind: .cannotCreate))
        default:
            self = .system(
                Explanation(
                    "\(path) cannot be opened.", cause: "The disk is failing, or too many files are open.",
                    remedy: "Check the disk and the limit on open files (ulimit -n).", kind: .inputOutput))
        }
    }

    init(errno code: Int32, writing path: String) {
        let reason = unsafe String(cString: strerror(code))
        let explanation =
            switch code {
            case ENOSPC, EDQUOT, EFBIG:
                Explanation(
                    "\(path) cannot be written: \(reason).", cause: "The disk is full.",
                    remedy: "Make room and run the command again.", kind: .inputOutput)
            case EMFILE, ENFILE, ENOMEM:
                Explanation(
                    "\(path) cannot be opened: \(reason).", remedy: "Raise the limit, or close other programs.",
                    kind: .inputOutput)
            case ENOLCK:
                Explanation(
                    "\(path) cannot be locked: \(reason).", cause: "Its file system has no locks.",
                    remedy: "Name a file on another disk.", kind: .inputOutput)
            case EIO:
                Explanation(
                    "\(path) cannot be read or written: \(reason).", cause: "The disk is failing.",
                    remedy: "Name a file on another disk.", kind: .inputOutput)
            default:
                Explanation(
                    "\(path) cannot be created: \(reason).", cause: "Its folder is missing or read-only.",
                    remedy: "Check the path and its permissions.", kind: .cannotCreate)
            }
        self = .system(explanation)
    }
}
