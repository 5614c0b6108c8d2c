public import Basics
internal import Documents

/// What can go wrong with a database or with texts on their way into it.
public struct StorageError: ExplainedError, Hashable {
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

    /// A database that cannot be read as a file.
    init(_ error: InputError) {
        self.init(error.fact, cause: error.cause, remedy: error.remedy, kind: error.kind)
    }

    /// A database whose tables contradict one another.
    package static func changed(_ path: String) -> StorageError {
        StorageError(
            "The tables of \(path) contradict one another.", cause: "The database was changed by another program.",
            remedy: "Make it anew: gram ingest NEW.db FILE", kind: .badData)
    }
}
