internal import Foundation
internal import Tokenization

/// How well a model foretold a stream of events.
///
/// The cross-entropy is the mean of −ln P over events, the perplexity its exponential.
public struct Evaluation: Sendable, Equatable {
    /// A kind of event: how many, and Σ ln P over them.
    private struct Sum: Equatable {
        var events = 0
        var logLikelihood = 0.0

        static func + (a: Sum, b: Sum) -> Sum {
            Sum(events: a.events + b.events, logLikelihood: a.logLikelihood + b.logLikelihood)
        }

        var perplexity: Double? { events == 0 ? nil : exp(-logLikelihood / Double(events)) }
    }

    private var knownWords = Sum()
    private var unknownWords = Sum()
    private var segmentEnds = Sum()

    /// Events whose probability is zero or undefined; with one of them the perplexity is infinite.
    public private(set) var zeroProbabilityEvents = 0
    /// Unicode scalars of the canonical text.
    public let characters: Int

    /// - Parameter logProbabilities: ln P of each event of the stream.
    public init(of stream: EventStream, logProbabilities: [Double]) {
        precondition(stream.count == logProbabilities.count, "an event without a probability")
        characters = stream.characterCount
        for (word, logProbability) in zip(stream.words, logProbabilities) {
            if logProbability == -.infinity { zeroProbabilityEvents += 1 }
            let event = Sum(events: 1, logLikelihood: logProbability)
            switch word {
            case Marker.unknown: unknownWords = unknownWords + event
            case Marker.segmentEnd: segmentEnds = segmentEnds + event
            default: knownWords = knownWords + event
            }
        }
    }

    private var all: Sum { knownWords + unknownWords + segmentEnds }

    public var events: Int { all.events }
    public var segments: Int { segmentEnds.events }
    /// Events whose target is `<unk>`.
    public var outOfVocabulary: Int { unknownWords.events }
    /// Σ ln P over all events.
    public var logLikelihood: Double { all.logLikelihood }
    /// The share of events whose target is `<unk>`; `nil` without events.
    public var outOfVocabularyRate: Double? { events == 0 ? nil : Double(outOfVocabulary) / Double(events) }

    /// exp of the mean of −ln P over all events; `nil` without events.
    public var perplexity: Double? { all.perplexity }
    /// The perplexity over events that are not `<unk>`: what SRILM calls ppl.
    public var perplexityExcludingOutOfVocabulary: Double? { (knownWords + segmentEnds).perplexity }
    /// The perplexity over tokens alone.
    public var perplexityExcludingSegmentEnds: Double? { (knownWords + unknownWords).perplexity }
    /// The perplexity over tokens that are not `<unk>`: what SRILM calls ppl1.
    public var perplexityExcludingBoth: Double? { knownWords.perplexity }
    /// The mean of −log₂ P over all events, in bits.
    public var crossEntropyBits: Double? { events == 0 ? nil : -logLikelihood / Double(events) / M_LN2 }
    /// −log₂ P of the whole stream by character of its canonical text. A lower bound where events are `<unk>`,
    /// for `<unk>` is not charged for its spelling.
    public var bitsPerCharacter: Double? { characters == 0 ? nil : -logLikelihood / Double(characters) / M_LN2 }
}
