internal import Basics

/// A saved model that cannot be opened.
struct NgramModelFormatError: ExplainedError {
    let name: String

    var fact: String { "the saved model '\(name)' is incomplete" }
    var cause: String? { "The database was changed by another program, or another version of gram made the model." }
    var remedy: String? { "Make it again with gram train or gram import." }
    var kind: ErrorKind { .badData }
}
