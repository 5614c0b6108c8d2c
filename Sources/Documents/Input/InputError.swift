public import Basics
internal import Foundation

/// What can go wrong with an input before its bytes are text: it cannot be opened, read, decompressed or unpacked.
public struct InputError: ExplainedError, Hashable {
    public let fact: String
    public let cause: String?
    public let remedy: String?
    public let kind: ErrorKind

    package init(_ fact: String, cause: String? = nil, remedy: String? = nil, kind: ErrorKind) {
        self.fact = fact
        self.cause = cause
        self.remedy = remedy
        self.kind = kind
    }
}

extension InputError {
    /// What the system says of an input that it does not open or read.
    ///
    /// - Parameter code: of `errno`.
    package init(errno code: Int32, reading title: String) {
        let reason = unsafe String(cString: strerror(code)).lowercased()
        let fact = "\(title) cannot be read: \(reason)."
        switch code {
        case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG:
            self.init(
                "There is no file \(title).", cause: "The name is misspelled, or of another folder.",
                remedy: "Check the path.", kind: .noInput)
        case EACCES, EPERM:
            self.init(
                fact, cause: "It, or a folder above it, is closed to you.", remedy: "Check its permissions.",
                kind: .noInput)
        case EISDIR:
            self.init("\(title) is a folder.", remedy: "Name a file.", kind: .noInput)
        case EMFILE, ENFILE:
            self.init(
                fact, cause: "The shell, or the system, allows too few.",
                remedy: "Raise the limit and try again: ulimit -n 256", kind: .inputOutput)
        case EBADF:
            self.init(fact, cause: "It is closed.", remedy: "Name a file, or give the text by a pipe.", kind: .noInput)
        default:
            self.init(
                fact, cause: "The disk is failing, or was removed.", remedy: "Check the disk and try again.",
                kind: .inputOutput)
        }
    }
}
