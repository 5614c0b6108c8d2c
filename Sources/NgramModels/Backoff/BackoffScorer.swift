internal import Basics
package import LanguageModeling
internal import Tokenization

/// Scores a stream, block by block.
struct BackoffScorer: Scorer {
    private let model: BackoffModel
    private var walk: BlockWalk

    init(_ model: BackoffModel) {
        self.model = model
        walk =
            switch model.ngrams {
            case .estimated(let ngrams): BlockWalk(in: ngrams)
            case .compact(let ngrams): BlockWalk(in: ngrams)
            case .packed(let ngrams): BlockWalk(in: ngrams)
            case .quantized(let ngrams): BlockWalk(in: ngrams)
            }
    }

    mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
        switch model.ngrams {
        case .estimated(let ngrams): walk.scores(of: events, in: ngrams, logPenalty: model.logPenalty)
        case .compact(let ngrams): walk.scores(of: events, in: ngrams, logPenalty: model.logPenalty)
        case .packed(let ngrams): walk.scores(of: events, in: ngrams, logPenalty: model.logPenalty)
        case .quantized(let ngrams): walk.scores(of: events, in: ngrams, logPenalty: model.logPenalty)
        }
    }
}

extension BackoffModel {
    /// What the model says of each event of a stream, which begins with a segment.
    package func steps(of events: Span<WordID>) -> [WordStep] {
        var lengths: [Int] = []
        lengths.reserveCapacity(events.count)
        func scores(in ngrams: some WalkedStorage) -> [Double] {
            var walk = BlockWalk(in: ngrams)
            return walk.scores(of: events, in: ngrams, logPenalty: logPenalty) { lengths += $0 }
        }
        let scores =
            switch ngrams {
            case .estimated(let ngrams): scores(in: ngrams)
            case .compact(let ngrams): scores(in: ngrams)
            case .packed(let ngrams): scores(in: ngrams)
            case .quantized(let ngrams): scores(in: ngrams)
            }
        return zip(scores, lengths).map { WordStep(logProbability: $0, ngramLength: $1) }
    }
}

/// A model in memory.
protocol WalkedStorage: BackoffStorage where Failure == Never {
    /// The code of a node stands among the numbers kept at `start + stride · node`.
    ///
    /// - Parameter isContext: whether it is of an order below N.
    func codePlaces(ofContexts isContext: Bool) -> CodePlaces
    func code(at place: Int) -> UInt32
    /// ln p of the node whose code stands there.
    func logProbability(atCode place: Int) -> Double
    func prefetchCode(at place: Int)
    /// Asks memory for what is read of a node as a context.
    func prefetchContext(_ node: Int)
    /// Asks memory for a node's probability.
    func prefetchProbability(of node: Int)
    /// Whether it has ``NgramGuides``.
    var isGuided: Bool { get }
    /// How far from a guess its guide leads; of no meaning where it is not needed.
    func guide(of guess: Int, unless isNotNeeded: Bool) -> Int
    /// Asks memory for the guide of a guess, or, where that is not needed, for the code at a place.
    func prefetchStart(_ guess: Int, unless isNotNeeded: Bool, place: Int)
}

extension WalkedStorage {
    /// Where codes are told by nodes.
    func logProbability(atCode place: Int) -> Double { logProbability(of: place) }
    var isGuided: Bool { false }
    func guide(of guess: Int, unless isNotNeeded: Bool) -> Int { 0 }
    func prefetchStart(_ guess: Int, unless isNotNeeded: Bool, place: Int) {}
}

struct CodePlaces {
    let start: Int
    let stride: Int

    @inline(__always)
    func place(of node: Int) -> Int { start &+ stride &* node }
    @inline(__always)
    func node(at place: Int) -> Int { (place &- start) / stride }
}

extension FlatNgrams: WalkedStorage {
    @inline(__always)
    func codePlaces(ofContexts isContext: Bool) -> CodePlaces { CodePlaces(start: 0, stride: 1) }
    @inline(__always)
    func code(at place: Int) -> UInt32 { codes[place] }
    @inline(__always)
    func prefetchCode(at place: Int) { codes.prefetch(at: place) }

    @inline(__always)
    func prefetchContext(_ node: Int) {
        childStarts.prefetch(at: node)
        logBackoffs.prefetch(at: node)
    }

    @inline(__always)
    func prefetchProbability(of node: Int) { logProbabilities.prefetch(at: node) }
}

extension PackedNgrams: WalkedStorage {}
