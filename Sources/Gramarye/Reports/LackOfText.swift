internal import LanguageModeling
internal import NgramModels
internal import RecurrentModels
internal import Statistics

/// What a corpus has too little of for a part of a report; `nil` for every other error, which is one of the whole report: a
/// database that is damaged or changes meanwhile may be wrong in what the other parts say, too.
func lackOfText(_ error: any Error) -> String? {
    switch error {
    case CorpusError.emptySplit, CorpusError.emptyPart, CorpusError.noTokens, CorpusError.noText:
        (error as? CorpusError)?.fact
    case let error as EstimationError: error.fact
    case ZipfError.noNgrams(let order, _): "no segment has \(order) tokens"
    case let error as WalkLack: error.reason
    default: nil
    }
}
