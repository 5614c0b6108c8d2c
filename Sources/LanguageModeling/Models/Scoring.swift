internal import Basics
internal import Tokenization

extension LanguageModel {
    /// ln P of every event of a stream, on one thread.
    public func logProbabilities(of stream: EncodedText) -> [Double] { logProbabilities(of: stream, threads: 1) }

    public func logProbabilities(of stream: EncodedText, threads: Int) -> [Double] {
        let words = stream.words
        let pieces = ScoringPiece.pieces(of: words, scope: contextScope)
        guard threads > 1, pieces.count > 1 else {
            var scorer = makeScorer()
            return scorer.logProbabilities(of: words.span)
        }
        return parallelArray(pieces.map(\.range), threads: threads) { index in
            let piece = pieces[index]
            var scorer = makeScorer()
            if !piece.before.isEmpty { _ = scorer.logProbabilities(of: words.span.extracting(piece.before)) }
            return scorer.logProbabilities(of: words.span.extracting(piece.range))
        }
    }
}

/// A part of a stream that can be scored apart from the rest.
struct ScoringPiece: Equatable {
    let range: Range<Int>
    /// The events that a scorer must have read to be in the state in which `range` begins.
    let before: Range<Int>

    private static let size = 1 << 17

    static func pieces(of words: [WordID], scope: ContextScope) -> [ScoringPiece] {
        var pieces: [ScoringPiece] = []
        var start = 0
        while start < words.count {
            var end = min(start + size, words.count)
            var warmUp = 0
            switch scope {
            case .ngram(let order): warmUp = order - 1
            case .segment: while words[end - 1] != Marker.segmentEnd { end += 1 }
            case .stream: end = words.count
            }
            pieces.append(ScoringPiece(range: start..<end, before: max(0, start - warmUp)..<start))
            start = end
        }
        return pieces
    }
}
