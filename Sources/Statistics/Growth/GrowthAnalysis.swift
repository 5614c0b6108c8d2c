internal import Basics
internal import Foundation

/// The growth of a text’s vocabulary: the curve, its law, and what more text would bring.
public struct GrowthAnalysis: Sendable {
    public let spectrum: FrequencySpectrum
    /// In text order.
    public let growth: VocabularyGrowth
    /// The expected types of all shuffles, at the same sizes.
    public let shuffledTypes: [Double]
    /// Heaps’ law of the curve; `nil` for a text of fewer tokens than four for each block of the jackknife.
    ///
    /// It has no standard error. Each size holds all smaller ones, so that the points are one walk and not a sample, and
    /// the exponent falls with the length of the text whatever the text.
    public let heaps: HeapsLaw?
    public let shuffledHeaps: HeapsLaw?
    /// Good and Turing’s probability that the next token is a new type, V₁/N, with Esty’s standard error.
    ///
    /// It is that of one more token drawn at random from what the text is a sample of. A text that goes on turns to other
    /// things, and brings more: ``recentNewTypes``.
    public let newTypeProbability: EstimateWithError
    /// The last tenth of the text, and how many of its tokens were the first of their type.
    public let recentNewTypes: (tokens: Int, types: Int)
    package let extrapolation: Extrapolation?
    /// Of the population with rare types without end.
    package let populationFit: PopulationFit?
    /// The types that larger texts of the same kind would have. The standard error is that of this text, by leaving out
    /// blocks, or what the extrapolation errs by on books where that is larger.
    public let extrapolations: [(tokens: Int, types: EstimateWithError)]
    /// What the first half alone predicts of the whole text; `nil` where it is too short.
    public let predictedTypes: Double?

    /// - Parameters:
    ///   - tokens: ids of types in text order, at least one.
    ///   - typeCount: greater than every id.
    ///   - points: how many sizes to look at.
    ///   - multiples: how much larger the texts to extrapolate to are.
    ///   - blocks: how many blocks the jackknife leaves out in turn; an even number.
    public init(
        of tokens: [UInt32], typeCount: Int, points: Int = 40, multiples: [Double] = [2, 5, 10],
        blocks: Int = EstimateWithError.usualBlocks,
        threads: Int? = nil
    ) {
        precondition(!tokens.isEmpty && blocks % 2 == 0)
        let n = tokens.count
        let sizes = VocabularyGrowth.sizes(points, to: n)
        let counts = BlockCounts(tokens, typeCount: typeCount, blocks: n < 4 * blocks ? 1 : blocks, threads: threads)
        let spectrum = counts.spectrum
        self.spectrum = spectrum
        growth = VocabularyGrowth(of: tokens, typeCount: typeCount, at: sizes)
        shuffledTypes = sizes.map { spectrum.expectedTypes(inSampleOf: $0) }
        heaps = n < 4 * blocks ? nil : HeapsLaw(growth.points.map { ($0.tokens, Double($0.types)) })
        shuffledHeaps =
            n < 4 * blocks ? nil : HeapsLaw(zip(growth.points, shuffledTypes).map { ($0.tokens, $1) })
        let recent = (n + 9) / 10
        let before = VocabularyGrowth(of: tokens, typeCount: typeCount, at: [n - recent]).points.last?.types ?? 0
        recentNewTypes = (tokens: recent, types: spectrum.types - before)
        let (once, twice) = (Double(spectrum.hapaxLegomena), Double(spectrum.disLegomena))
        newTypeProbability = EstimateWithError(
            once / Double(n), standardError: sqrt(max(0, once * (1 - once / Double(n)) + 2 * twice)) / Double(n),
            within: 0...1)
        // The whole, the text without each block, and its first half.
        let leftOut = n < 4 * blocks ? [] : (0..<blocks).map { $0..<($0 + 1) } + [(blocks / 2)..<blocks]
        let fits = parallelMap(1 + leftOut.count, threads: threads) { index in
            Extrapolation(index == 0 ? spectrum : counts.spectrum(leavingOut: leftOut[index - 1]))
        }
        let extrapolation = fits[0]
        self.extrapolation = extrapolation
        populationFit = extrapolation.flatMap { PopulationFit($0.endless, spectrum) }
        let others = fits.dropFirst().prefix(max(0, leftOut.count - 1)).compactMap(\.self)
        extrapolations = multiples.compactMap { multiple in
            guard let extrapolation, others.count == blocks else { return nil }
            let size = multiple * Double(n)
            let types = EstimateWithError(
                extrapolation.expectedTypes(inTokens: size),
                leavingOutBlocks: others.map { $0.expectedTypes(inTokens: size) })
            return (
                Int(size),
                EstimateWithError(
                    types.value,
                    standardError: max(types.standardError, types.value * Extrapolation.bookError(times: multiple)),
                    within: Double(spectrum.types)...(.infinity))
            )
        }
        predictedTypes = leftOut.isEmpty ? nil : fits[fits.count - 1]?.expectedTypes(inTokens: Double(n))
    }
}
