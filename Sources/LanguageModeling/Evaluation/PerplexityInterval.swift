internal import Foundation

extension EncodedText {
    /// The 95 % interval of a perplexity, with the pieces of the text taken as a sample of such text.
    ///
    /// The mean loss is a ratio of sums over pieces, its variance that of their residuals (Cochran 1977, 2.46). Pieces are
    /// segments, or stretches of up to 1,000 events where the model reads on from segment to segment or there are few.
    ///
    /// - Parameters:
    ///   - logProbabilities: ln P of each event.
    ///   - scope: what the model looks back at.
    /// - Returns: `nil` with fewer than 20 pieces, or an event of probability zero.
    public func perplexityInterval(_ logProbabilities: [Double], scope: ContextScope) -> ClosedRange<Double>? {
        let pieces = pieces(readAcross: scope == .stream).ranges
        guard pieces.count >= 20, logProbabilities.allSatisfy(\.isFinite) else { return nil }
        let losses = pieces.map { $0.reduce(0.0) { $0 - logProbabilities[$1] } }
        let events = Double(count)
        let mean = losses.reduce(0, +) / events
        let squares = zip(losses, pieces).reduce(0.0) { sum, piece in
            let residual = piece.0 - mean * Double(piece.1.count)
            return sum + residual * residual
        }
        let count = Double(pieces.count)
        let error = (count / (count - 1) * squares).squareRoot() / events
        return exp(mean - 1.96 * error)...exp(mean + 1.96 * error)
    }

    /// With fewer pieces than this, what is learned from drawing them anew says little.
    private static let fewestPieces = 100

    /// The pieces of a text that may be exchanged for one another: its segments, or stretches, whose length is told.
    ///
    /// - Parameters:
    ///   - readAcross: whether a model carries its state from segment to segment, so that neighbours depend on each other.
    ///   - wholeSegments: whether stretches are of whole segments.
    func pieces(readAcross: Bool, wholeSegments: Bool = false) -> (ranges: [Range<Int>], length: Int?) {
        guard readAcross || segmentCount < Self.fewestPieces else { return (segments, nil) }
        let length = max(1, min(1000, count / Self.fewestPieces))
        return (stretches(of: length, wholeSegments: wholeSegments), length)
    }
}
