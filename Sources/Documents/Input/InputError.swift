public import Basics
internal import Foundation

/// What can go wrong with an input before its bytes are text: it cannot be opened, read, decompressed or unpacked.
public enum InputError: ExplainedError, Hashable {
    /// The system does not open or read it: what `errno` says.
    case system(Int32, title: String)
    /// Compressed bytes that contradict their format: in what, and the program that tests them, if there is one.
    case damaged(title: String, reason: String, tester: String? = nil)
    /// An archive, or a member of one, that is damaged, cut short or encrypted.
    case damagedArchive(title: String, reason: String)
    /// A name that ends as those of a format that it has not.
    case misnamed(title: String, ending: String, format: String)
    /// A form of packing that is not read, which the ending of the name tells.
    case unreadForm(title: String, ending: String)
    /// More than a thousand times as large unpacked, as only a bomb is.
    /// - Parameter isAllowable: whether the caller can allow it.
    case bomb(title: String, isAllowable: Bool)
    /// Compressed so often that it is made to be unpacked without end.
    case tooManyLayers(title: String, most: Int)
    /// More memory to decompress than is granted.
    /// - Parameter isAllowable: whether the caller can grant more.
    case needsMemory(title: String, bytes: Int, isAllowable: Bool)
    /// An archive where one file is wanted.
    case archive(title: String)
    /// libarchive has no memory to begin with.
    case noMemory

    public var explanation: Explanation {
        switch self {
        case .system(let code, let title): return Self.explanation(errno: code, reading: title)
        case .damaged(let title, let reason, let tester):
            return Explanation(
                "\(title) cannot be decompressed: \(reason).",
                cause: "It was damaged, or cut short when it was copied.",
                remedy: "Fetch it again\(tester.map { "; \($0) -t tests it" } ?? "").", kind: .badData)
        case .damagedArchive(let title, let reason):
            return Explanation(
                "\(title) cannot be unpacked: \(reason).", cause: "It is damaged, cut short or encrypted.",
                remedy: "Test it with the program that made it.", kind: .badData)
        case .misnamed(let title, let ending, let format):
            return Explanation(
                "\(title) is damaged: its name ends in \(ending), but it does not begin as \(format) does.",
                cause: "It was damaged when it was copied, or is no \(format).",
                remedy: "Fetch it again, or give it the ending of what it is.", kind: .badData)
        case .unreadForm(let title, let ending):
            return Explanation(
                "\(title) is packed in a form that is not read, as its ending \(ending) says.",
                remedy: Self.unpackYourself, kind: .badData)
        case .bomb(let title, let isAllowable):
            return Explanation(
                "\(title) unpacks to more than 1,000 times its size.",
                cause: "It says the same again and again, which only a bomb does.",
                remedy: isAllowable ? "Allow any ratio to read it all the same." : Self.unpackYourself, kind: .badData)
        case .tooManyLayers(let title, let most):
            return Explanation(
                "\(title) is compressed more than \(most) times over.",
                cause: "It is made to be unpacked without end.", remedy: "Leave it out.", kind: .badData)
        case .needsMemory(let title, let bytes, let isAllowable):
            return Explanation(
                "\(title) takes \(bytes >> 20) MiB of memory to decompress.",
                cause: "It was compressed with a larger dictionary than usual.",
                remedy: isAllowable ? "Grant it more memory." : Self.unpackYourself, kind: .badData)
        case .archive(let title):
            return Explanation(
                "\(title) is an archive.", cause: "One file is wanted here.",
                remedy: "Unpack it, and name the file that is meant.", kind: .badData)
        case .noMemory: return Explanation("There is no memory.", kind: .faultOfTheTool)
        }
    }

    private static let unpackYourself = "Unpack it yourself, and name the file."

    private static func explanation(errno code: Int32, reading title: String) -> Explanation {
        let reason = unsafe String(cString: strerror(code)).lowercased()
        let fact = "\(title) cannot be read: \(reason)."
        switch code {
        case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG:
            return Explanation(
                "There is no file \(title).", cause: "The name is misspelled, or of another folder.",
                remedy: "Check the path.", kind: .noInput)
        case EACCES, EPERM:
            return Explanation(
                fact, cause: "It, or a folder above it, is closed to you.", remedy: "Check its permissions.",
                kind: .noInput)
        case EISDIR: return Explanation("\(title) is a folder.", remedy: "Name a file.", kind: .noInput)
        case EMFILE, ENFILE:
            return Explanation(
                fact, cause: "The shell, or the system, allows too few.",
                remedy: "Raise the limit and try again: ulimit -n 256", kind: .inputOutput)
        case EBADF:
            return Explanation(
                fact, cause: "It is closed.", remedy: "Name a file, or give the text by a pipe.", kind: .noInput)
        default:
            return Explanation(
                fact, cause: "The disk is failing, or was removed.", remedy: "Check the disk and try again.",
                kind: .inputOutput)
        }
    }
}
