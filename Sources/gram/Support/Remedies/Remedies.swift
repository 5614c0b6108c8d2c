internal import Gramarye

/// What is to be said of an error, in the words of commands and options.
///
/// The library says what is wrong, in cases with their data; which option or command mends it is known here alone.
func explanation(of error: any ExplainedError) -> Explanation {
    var told = error.explanation
    told.remedy = remedy(for: error)
    switch error {
    case StorageError.fixed(let setting, let path, let stored, let asked):
        let name = setting == .vocabulary ? setting.rawValue : "--\(setting.rawValue)"
        told.fact = "\(path) has \(name) \(stored); this command asks for \(asked == stored ? "another such" : asked)."
    case StorageError.withoutEffect(let setting, let tokens):
        told.fact = "--\(setting.rawValue) has no effect on --tokens \(tokens.rawValue)."
    case StorageError.badShares:
        told.fact = "--shares takes three numbers for train, valid and test, up to 1,000,000 and not all 0."
    case StorageError.oneNameForMany(let title): told.fact = "\(title) may hold many texts, and --name is for one."
    case StorageError.notADatabase(_, .text), StorageError.notADatabase(_, .otherFile):
        told.cause = "The database comes first, then the texts."
    case ZipfError.ranksBeyondTypes(let first, let types, let name):
        told.fact =
            "--ranks begins at \(NumberText.grouped(first)), but there are only \(NumberText.grouped(types)) ranks of \(name)"
    case ModelError.nothingLearns: told.fact = "--dynamic is for networks, and none of the models is one"
    default: break
    }
    return told
}

/// What a user can do about an error.
func remedy(for error: any ExplainedError) -> String? {
    let remedy =
        switch error {
        case let error as StorageError: error.commandRemedy
        case let error as InputError: error.commandRemedy
        case let error as TextError: error.commandRemedy
        case let error as VocabularyListError: error.commandRemedy
        case let error as FormatError: error.commandRemedy
        case let error as StimuliError: error.commandRemedy
        case let error as CorpusError: error.commandRemedy
        case let error as KeynessError: error.commandRemedy
        case let error as ZipfError: error.commandRemedy
        case let error as ModelNameError: error.commandRemedy
        case let error as ModelError: error.commandRemedy
        case let error as ComparisonError: error.commandRemedy
        case let error as EstimationError: error.commandRemedy
        case let error as ArpaError: error.commandRemedy
        case is NgramModelFormatError: "Make it again with gram train or gram import."
        case let error as NetworkError: error.commandRemedy
        case let error as CountFileError: error.commandRemedy
        default: String?.none
        }
    return remedy ?? error.remedy
}

extension Corpus {
    /// What a command reads, all of one state; notes word remedies as the command does.
    init(reading database: String, needsText: Bool = true) throws {
        if let served = try Self.served(database, needsText: needsText) {
            self = served
        } else {
            try self.init(path: database, access: .snapshot, needsText: needsText)
        }
        remedy = { gram.remedy(for: $0) }
    }
}

/// The database of the command line as a shell takes it, for a command to try.
var namedDatabase: String {
    CommandLine.arguments.dropFirst(2).first { CorpusStore.isDatabase($0) }.map(shellQuoted) ?? "DB"
}
