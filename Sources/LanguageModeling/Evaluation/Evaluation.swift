internal import Basics
internal import Foundation
internal import Tokenization

/// How well a model predicted a stream of events.
///
/// The cross-entropy is the mean of −ln P over events, the perplexity its exponential.
public struct Evaluation: Sendable, Equatable {
    /// A kind of event.
    private struct Sum: Equatable {
        /// Events of a probability above 0, and Σ ln P over them.
        var possible = 0
        var possibleLogLikelihood = 0.0
        /// Events whose probability is zero or undefined.
        var impossible = 0

        mutating func add(_ logProbability: Double) {
            if logProbability == -.infinity {
                impossible += 1
            } else {
                possible += 1
                possibleLogLikelihood += logProbability
            }
        }

        static func + (a: Sum, b: Sum) -> Sum {
            Sum(
                possible: a.possible + b.possible,
                possibleLogLikelihood: a.possibleLogLikelihood + b.possibleLogLikelihood,
                impossible: a.impossible + b.impossible)
        }

        var events: Int { possible + impossible }
        var logLikelihood: Double { impossible == 0 ? possibleLogLikelihood : -.infinity }
        var perplexity: Double? { events == 0 ? nil : exp(-logLikelihood / Double(events)) }
        /// Over the events that have a probability.
        var perplexityOfPossible: Double? { possible == 0 ? nil : exp(-possibleLogLikelihood / Double(possible)) }
    }

    private struct Sums: Equatable {
        var knownWords = Sum()
        var unknownWords = Sum()
        var segmentEnds = Sum()

        mutating func add(_ words: [WordID], _ logProbabilities: [Double], _ range: Range<Int>) {
            // Sums of the function's own stay in registers.
            var (known, unknown, ends) = (knownWords, unknownWords, segmentEnds)
            for index in range {
                switch words[index] {
                case Marker.unknown: unknown.add(logProbabilities[index])
                case Marker.segmentEnd: ends.add(logProbabilities[index])
                default: known.add(logProbabilities[index])
                }
            }
            (knownWords, unknownWords, segmentEnds) = (known, unknown, ends)
        }

        mutating func add(_ other: Sums) {
            knownWords = knownWords + other.knownWords
            unknownWords = unknownWords + other.unknownWords
            segmentEnds = segmentEnds + other.segmentEnds
        }
    }

    private let sums: Sums

    /// Events whose probability is zero or undefined; with one of them the perplexity is infinite.
    public var zeroProbabilityEvents: Int { all.impossible }
    /// Unicode scalars of the canonical text.
    public let characters: Int

    /// - Parameters:
    ///   - logProbabilities: ln P of each event of the stream.
    ///   - threads: at most this many add up; the sums do not depend on it.
    public init(of stream: EncodedText, logProbabilities: [Double], threads: Int = 1) {
        precondition(stream.count == logProbabilities.count, "an event without a probability")
        characters = stream.characterCount
        let words = stream.words
        let pieces = ranges(ofLength: 1 << 16, upTo: words.count)
        let parts = SharedSlots(pieces.count) { Sums() }
        parallel(pieces.count, threads: threads) { index, _ in
            parts.update(index) { $0.add(words, logProbabilities, pieces[index]) }
        }
        sums = parts.values.reduce(into: Sums()) { $0.add($1) }
    }

    /// The same of a stretch of a stream, added up from its first event to its last.
    ///
    /// - Parameters:
    ///   - words: of the stream.
    ///   - logProbabilities: ln P of each of its events.
    ///   - range: the stretch.
    ///   - characters: of the stretch's canonical text.
    package init(of words: [WordID], logProbabilities: [Double], _ range: Range<Int>, characters: Int) {
        self.characters = characters
        var sums = Sums()
        sums.add(words, logProbabilities, range)
        self.sums = sums
    }

    private var all: Sum { sums.knownWords + sums.unknownWords + sums.segmentEnds }

    public var events: Int { all.events }
    public var segments: Int { sums.segmentEnds.events }
    /// Events whose target is `<unk>`.
    public var outOfVocabulary: Int { sums.unknownWords.events }
    /// Σ ln P over all events.
    public var logLikelihood: Double { all.logLikelihood }
    /// The share of events whose target is `<unk>`; `nil` without events.
    public var outOfVocabularyRate: Double? { events == 0 ? nil : Double(outOfVocabulary) / Double(events) }

    /// exp of the mean of −ln P over all events; `nil` without events.
    public var perplexity: Double? { all.perplexity }
    /// The perplexity over events that are not `<unk>` and have a probability above 0: what SRILM calls ppl.
    public var perplexityExcludingOutOfVocabulary: Double? {
        (sums.knownWords + sums.segmentEnds).perplexityOfPossible
    }
    /// The perplexity over tokens alone.
    public var perplexityExcludingSegmentEnds: Double? { (sums.knownWords + sums.unknownWords).perplexity }
    /// The perplexity over tokens that are not `<unk>` and have a probability above 0: what SRILM calls ppl1.
    public var perplexityExcludingBoth: Double? { sums.knownWords.perplexityOfPossible }
    /// The mean of −log₂ P over all events, in bits.
    public var crossEntropyBits: Double? { events == 0 ? nil : -logLikelihood / Double(events) / M_LN2 }
    /// −log₂ P of the whole stream by character of its canonical text. A lower bound where events are `<unk>`,
    /// for `<unk>` is not charged for its spelling.
    public var bitsPerCharacter: Double? { characters == 0 ? nil : -logLikelihood / Double(characters) / M_LN2 }
}
