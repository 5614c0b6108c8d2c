/// Everything that is fitted to the frequencies of one kind of n-gram, from the line of the textbook to the tests of a
/// statistician.
public struct ZipfAnalysis: Sendable {
    public let spectrum: FrequencySpectrum
    /// Of the corpus, or of its independent halves.
    public let curve: RankFrequency
    /// Whether ranks come from one half of the tokens and frequencies from the other; the laws of frequencies are those of all.
    public let isOfIndependentHalves: Bool

    /// Least squares over the chosen ranks.
    public let line: RankRegression?
    package let shiftedRank: ShiftedRankRegression?
    package let perFrequency: LineFit?
    package let logBinned: LineFit?

    /// The discrete power law above the xmin that fits best or was asked for.
    public let tail: PowerLawFit?
    public let tailTest: GoodnessOfFit?
    /// How its exponent varies, with an xmin chosen anew unless one was given.
    public let tailBootstrap: ExponentBootstrap?
    /// Whether xmin was given, and not chosen by the data.
    public let isMinimumGiven: Bool
    /// The discrete power law over all frequencies.
    package let wholeZeta: PowerLawFit?
    package let wholeZetaTest: GoodnessOfFit?
    /// f₂ over all frequencies.
    public let wholeRange: WholeRangeFit?
    public let wholeRangeTest: GoodnessOfFit?
    /// Whether the tests that were asked for are left out because their samples would be too large.
    public let isTooLargeToTest: Bool
    public let comparisons: [VuongTest]

    public let zipf: RankLikelihood?
    public let zipfMandelbrot: RankLikelihood?

    /// What is fitted, and how hard the fits are tested.
    public struct Options: Sendable {
        /// Of the least squares; all where `nil`.
        public var ranks: ClosedRange<Int>?
        /// xmin of the discrete power law; `nil` takes that which fits best.
        public var tailMinimum: Int?
        /// Bootstrap samples for each p-value; 0 for none.
        public var samples = 300
        public var seed: UInt64 = 1
        /// Ranks from one half of the tokens and frequencies from the other.
        public var independentHalves = false
        public var threads: Int?

        public init() {}
    }

    /// How many frequencies all samples of a bootstrap may be made of: some seconds' work. Samples of 10⁸ types that follow
    /// Zipf's law are of 7,000 each.
    static let largestBootstrap = 3_000_000

    public init(of spectrum: FrequencySpectrum, _ options: Options = Options()) {
        self.spectrum = spectrum
        isOfIndependentHalves = options.independentHalves
        curve =
            options.independentHalves
            ? RankFrequency(independentHalvesOf: spectrum, seed: options.seed) : RankFrequency(spectrum)
        line = RankRegression(curve, ranks: options.ranks)
        shiftedRank = ShiftedRankRegression(curve, ranks: options.ranks)
        perFrequency = LineFit.perFrequency(curve, ranks: options.ranks)
        logBinned = LineFit.logBinned(curve, ranks: options.ranks)
        zipf = RankLikelihood.zipf(curve)
        zipfMandelbrot = RankLikelihood.zipfMandelbrot(curve)

        let tail =
            if let minimum = options.tailMinimum {
                PowerLawFit(spectrum, minimum: minimum)
            } else {
                PowerLawFit(spectrum)
            }
        let wholeRange = WholeRangeFit(spectrum)
        self.tail = tail
        self.wholeRange = wholeRange
        let wholeZeta = spectrum.entries.first.flatMap { PowerLawFit(spectrum, minimum: $0.frequency) }
        self.wholeZeta = wholeZeta
        let size =
            [
                tail?.bootstrapSize(of: spectrum), wholeZeta?.bootstrapSize(of: spectrum),
                wholeRange?.bootstrapSize(of: spectrum),
            ].compactMap(\.self).max() ?? 0
        isTooLargeToTest = options.samples > 0 && size > Self.largestBootstrap / options.samples
        let tested = options.samples > 0 && !isTooLargeToTest
        isMinimumGiven = options.tailMinimum != nil
        tailBootstrap =
            tested
            ? tail?.bootstrap(
                of: spectrum, samples: options.samples, seed: options.seed,
                searchingMinimum: options.tailMinimum == nil, threads: options.threads) : nil
        tailTest =
            tested
            ? tail?.goodnessOfFit(
                of: spectrum, samples: options.samples, seed: options.seed,
                searchingMinimum: options.tailMinimum == nil,
                threads: options.threads) : nil
        wholeRangeTest =
            tested
            ? wholeRange?.goodnessOfFit(
                of: spectrum, samples: options.samples, seed: options.seed, threads: options.threads) : nil
        wholeZetaTest =
            tested
            ? wholeZeta?.goodnessOfFit(
                of: spectrum, samples: options.samples, seed: options.seed, searchingMinimum: false,
                threads: options.threads) : nil
        comparisons = (wholeRange?.comparisons(in: spectrum) ?? []) + (tail?.comparisons(in: spectrum) ?? [])
    }
}
