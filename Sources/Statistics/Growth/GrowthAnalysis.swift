internal import Basics
internal import Foundation

/// The growth of a text’s vocabulary: the curve, its law, and what more text would bring.
public struct GrowthAnalysis: Sendable {
    public let spectrum: FrequencySpectrum
    /// In text order.
    public let growth: VocabularyGrowth
    /// The expected types of all shuffles, at the same sizes.
    public let shuffledTypes: [Double]
    /// Heaps’ law of a curve with the standard errors of its parameters.
    public struct Heaps: Sendable, Equatable {
        public let coefficient: EstimateWithError
        public let exponent: EstimateWithError
        public let law: HeapsLaw
    }
    /// `nil` for a text of fewer than two sizes.
    public let heaps: Heaps?
    public let shuffledHeaps: Heaps?
    /// Good and Turing’s probability that the next token is a new type, V₁/N, with Esty’s standard error.
    public let newTypeProbability: EstimateWithError
    package let population: ZipfMandelbrotPopulation?
    package let populationFit: PopulationFit?
    /// The types that larger texts of the same kind would have. Their standard errors are those of this text; that the
    /// population may be of another form is not in them.
    public let extrapolations: [(tokens: Int, types: EstimateWithError)]

    /// - Parameters:
    ///   - tokens: ids of types in text order, at least one.
    ///   - typeCount: greater than every id.
    ///   - points: how many sizes to look at.
    ///   - multiples: how much larger the texts to extrapolate to are.
    ///   - blocks: how many blocks the jackknife leaves out in turn.
    public init(
        of tokens: [UInt32], typeCount: Int, points: Int = 40, multiples: [Double] = [2, 5, 10],
        blocks: Int = EstimateWithError.usualBlocks,
        threads: Int? = nil
    ) {
        precondition(!tokens.isEmpty)
        let n = tokens.count
        let whole = Part(tokens, typeCount, skipping: 0..<0, points: points)
        let parts =
            n < 4 * blocks
            ? []
            : parallelMap(blocks, threads: threads) { block in
                Part(
                    tokens, typeCount, skipping: (n * block / blocks)..<(n * (block + 1) / blocks), points: points)
            }
        spectrum = whole.spectrum
        growth = whole.growth
        shuffledTypes = whole.shuffled
        heaps = Self.heaps(whole.heaps, parts.map(\.heaps))
        shuffledHeaps = Self.heaps(whole.shuffledHeaps, parts.map(\.shuffledHeaps))
        let (once, twice) = (Double(spectrum.hapaxLegomena), Double(spectrum.disLegomena))
        newTypeProbability = EstimateWithError(
            once / Double(n), standardError: sqrt(max(0, once * (1 - once / Double(n)) + 2 * twice)) / Double(n),
            within: 0...1)
        population = whole.population
        populationFit = whole.population.flatMap { [spectrum] in PopulationFit($0, spectrum) }
        let populations = parts.compactMap(\.population)
        extrapolations = multiples.compactMap { multiple in
            guard let population = whole.population, populations.count == parts.count, !parts.isEmpty else {
                return nil
            }
            let size = multiple * Double(n)
            return (
                Int(size),
                EstimateWithError(
                    population.expectedTypes(inTokens: size),
                    leavingOutBlocks: populations.map { $0.expectedTypes(inTokens: size) })
            )
        }
    }

    private static func heaps(_ whole: HeapsLaw?, _ parts: [HeapsLaw?]) -> Heaps? {
        guard let whole else { return nil }
        let parts = parts.compactMap(\.self)
        guard parts.count > 1 else { return nil }
        return Heaps(
            coefficient: EstimateWithError(whole.coefficient, leavingOutBlocks: parts.map(\.coefficient)),
            exponent: EstimateWithError(whole.exponent, leavingOutBlocks: parts.map(\.exponent)), law: whole)
    }

    /// What is computed from the text, and from the text without each block.
    private struct Part: Sendable {
        let spectrum: FrequencySpectrum
        let growth: VocabularyGrowth
        let shuffled: [Double]
        let heaps: HeapsLaw?
        let shuffledHeaps: HeapsLaw?
        let population: ZipfMandelbrotPopulation?

        init(_ tokens: [UInt32], _ typeCount: Int, skipping: Range<Int>, points: Int) {
            let sizes = VocabularyGrowth.sizes(points, to: tokens.count - skipping.count)
            var counts = [Int](repeating: 0, count: typeCount)
            for index in 0..<skipping.lowerBound { counts[Int(tokens[index])] += 1 }
            for index in skipping.upperBound..<tokens.count { counts[Int(tokens[index])] += 1 }
            let spectrum = FrequencySpectrum(counts: counts)
            self.spectrum = spectrum
            growth = VocabularyGrowth(of: tokens, typeCount: typeCount, at: sizes, skipping: skipping)
            shuffled = sizes.map { spectrum.expectedTypes(inSampleOf: $0) }
            heaps = HeapsLaw(growth.points.map { ($0.tokens, Double($0.types)) })
            shuffledHeaps = HeapsLaw(Array(zip(sizes, shuffled)).map { ($0.0, $0.1) })
            population = ZipfMandelbrotPopulation(spectrum)
        }
    }
}
