internal import Tokenization

/// A model's walk along a text that is being written word by word.
public protocol ModelWalk {
    /// P(word | all before) for each `WordID`; `nil` where the model leaves it undefined.
    func probabilities() -> [Double]?
    /// Goes on by a word; after `</s>` a new segment begins.
    mutating func append(_ word: WordID)
    /// A walk of its own that stands where this one stands.
    func copy() -> any ModelWalk
}

extension LanguageModel {
    /// A walk for models that look back a limited way: the history is given to `probabilities(after:)` each time.
    public func makeWalk(after context: [WordID]) -> any ModelWalk { HistoryWalk(model: self, history: context) }
}

private struct HistoryWalk<Model: LanguageModel>: ModelWalk {
    let model: Model
    var history: [WordID]

    init(model: Model, history: [WordID]) {
        self.model = model
        self.history = []
        for word in history { append(word) }
    }

    func probabilities() -> [Double]? { model.probabilities(after: history) }
    func copy() -> any ModelWalk { self }

    mutating func append(_ word: WordID) {
        switch model.contextScope {
        case .stream:
            history.append(word)
        case .segment:
            if word == Marker.segmentEnd { history = [Marker.segmentStart] } else { history.append(word) }
        case .ngram(let order):
            if word == Marker.segmentEnd { history = [Marker.segmentStart] } else { history.append(word) }
            history.removeFirst(max(0, history.count - max(1, order - 1)))
        }
    }
}
