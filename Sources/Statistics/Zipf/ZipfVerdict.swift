/// Which exponent to quote, and whether a power law is tenable at all.
///
/// An exponent is quoted of a law of all frequencies, f₂ or the discrete power law, of a thousand types or more, and only where
/// no rival fits better. That of a tail alone is described and not quoted, whether the data chose where it begins or the
/// reader did: in samples of Zipf–Mandelbrot populations its interval covers the population's exponent in 82 % of samples at
/// best and in some populations in none, not in 95 % (`Benchmarks/2026-11-29-inference.md`).
public struct ZipfVerdict: Sendable, Equatable {
    /// What the exponent rests on.
    public enum Basis: String, Sendable {
        /// f₂ holds over all frequencies.
        case wholeRange = "f2"
        /// The discrete power law holds over all frequencies.
        case zeta
        /// f₂ holds over all frequencies, and the data cannot tell whether it or the discrete power law is nearer.
        case either = "f2 or zeta"
        /// A power law is tenable, but there is a ``Reservation`` against its exponent.
        case unquoted = "not quoted"
        /// No power law is tenable.
        case none
        /// Too few types, or all of one frequency: any law would pass.
        case tooFew = "too few types"
        /// Nothing was tested.
        case untested
    }

    /// How far the data bear a power law out: the last column of the tables of Clauset, Shalizi & Newman (2009), section 5.
    public enum Support: String, Sendable {
        /// It is rejected, or a rival fits better.
        case none
        /// It is tenable, but so are rivals.
        case moderate
        /// It is tenable, and better than every rival.
        case good
        /// It is tenable, and better with an exponential cutoff.
        case withCutoff = "with cutoff"
    }

    /// Why the exponent of a tenable power law is not quoted.
    public enum Reservation: Sendable, Equatable {
        /// It fits better with a cutoff.
        case cutoff
        /// A rival fits better.
        case worse(than: VuongTest.Model)
        /// It fits no better than the exponential.
        case noBetterThanExponential
        /// The most frequent types have another exponent.
        case drift
        /// It holds of a tail alone.
        case tailAlone
        /// There are so few types that samples of what is no power law pass as one.
        case fewTypes
        /// The rivals begin at another frequency.
        case noRivals
        /// Of too few bootstraps the tail had an exponent.
        case noBootstrap
    }

    public let basis: Basis
    /// The exponent of Zipf's law that the basis implies; of two laws, that of the likelier.
    public let exponent: Double?
    /// `nil` where two laws are quoted.
    public let standardError: Double?
    /// Of 95 %; of two laws, what covers the intervals of both.
    public let interval: ClosedRange<Double>?
    /// `nil` where nothing is known.
    public let support: Support?
    public let reservation: Reservation?

    /// A model is tenable where its p-value is above this (Clauset, Shalizi & Newman 2009, section 4.1).
    public static let tenable = 0.1
    /// A sample of fewer types refutes no law and bounds no exponent: the rule of thumb of Clauset, Shalizi & Newman (2009).
    public static let fewestTypes = 50
    /// Of fewer types no exponent is quoted: samples of Zipf–Mandelbrot populations pass as a power law of all frequencies.
    public static let fewestTypesToQuote = 1000

    /// With fewer samples no law can be refuted, and no exponent has an interval.
    private static func canRefute(_ test: GoodnessOfFit) -> Bool { test.samples >= ExponentBootstrap.fewestSamples }
    package static func holds(_ test: GoodnessOfFit?) -> Bool {
        test.map { canRefute($0) && $0.pValue > tenable } ?? false
    }

    public init(_ analysis: ZipfAnalysis) {
        guard analysis.spectrum.types >= Self.fewestTypes, let wholeRange = analysis.wholeRange else {
            self.init(.tooFew)
            return
        }
        // So few samples that none could refute a law test nothing.
        guard [analysis.tailTest, analysis.wholeRangeTest].contains(where: { $0.map(Self.canRefute) ?? false }) else {
            self.init(.untested)
            return
        }
        let ofWholeRange = analysis.comparisons(of: .wholeRange)
        let wholeRangeHolds = Self.holds(analysis.wholeRangeTest)
        let isSmall = analysis.spectrum.types < Self.fewestTypesToQuote
        let wholeRangeReservation = Self.reservation(of: ofWholeRange) ?? (isSmall ? .fewTypes : nil)
        if wholeRangeHolds, wholeRangeReservation == nil {
            // Not by the zeta distribution's own test, which rejects a tenth of its samples: f₂ alone would be wrong there.
            let isDecided = ofWholeRange.contains { $0.second == .zeta && $0.favoured == .wholeRange }
            self.init(
                wholeRange, besides: isDecided ? nil : analysis.wholeZeta, support: Self.support(ofWholeRange))
            return
        }
        guard let tail = analysis.tail, Self.holds(analysis.tailTest), tail.tailTypes >= Self.fewestTypes else {
            self.init(
                wholeRangeHolds ? .unquoted : .none,
                support: wholeRangeHolds ? Self.support(ofWholeRange) : Support.none,
                reservation: wholeRangeHolds ? wholeRangeReservation : nil)
            return
        }
        let ofTail = analysis.comparisons(of: .zeta)
        let isWhole = tail.minimum == analysis.spectrum.entries.first?.frequency
        let reservation =
            Self.reservation(of: ofTail) ?? (abs(tail.drift(in: analysis.spectrum)) > 1.96 ? .drift : nil)
            ?? (isWhole ? nil : .tailAlone) ?? (isSmall ? .fewTypes : nil)
        guard reservation == nil, let bootstrap = analysis.tailBootstrap else {
            self.init(.unquoted, support: Self.support(ofTail), reservation: reservation ?? .noBootstrap)
            return
        }
        self.init(
            .zeta, tail.zipfExponent, bootstrap.zipfStandardError, bootstrap.zipfInterval,
            support: Self.support(ofTail))
    }

    private init(
        _ basis: Basis, _ exponent: Double? = nil, _ standardError: Double? = nil,
        _ interval: ClosedRange<Double>? = nil, support: Support? = nil, reservation: Reservation? = nil
    ) {
        self.basis = basis
        self.exponent = exponent
        self.standardError = standardError
        self.interval = interval
        self.support = support
        self.reservation = reservation
    }

    /// f₂, or f₂ and a zeta distribution that cannot be told from it.
    private init(_ law: WholeRangeFit, besides zeta: PowerLawFit?, support: Support) {
        let interval = law.zipfExponent.interval(law.zipfStandardError)
        guard let zeta else {
            self.init(.wholeRange, law.zipfExponent, law.zipfStandardError, interval, support: support)
            return
        }
        let other = zeta.zipfExponent.interval(zeta.zipfStandardError)
        self.init(
            .either, law.logLikelihood >= zeta.logLikelihood ? law.zipfExponent : zeta.zipfExponent, nil,
            min(interval.lowerBound, other.lowerBound)...max(interval.upperBound, other.upperBound), support: support)
    }

    private static func reservation(of tests: [VuongTest]) -> Reservation? {
        if tests.isEmpty { return .noRivals }
        if let rival = tests.first(where: { $0.favoured == $0.second })?.second {
            return rival == .truncatedPowerLaw ? .cutoff : .worse(than: rival)
        }
        return tests.contains { $0.second == .exponential && $0.favoured == $0.first } ? nil : .noBetterThanExponential
    }

    private static func support(_ tests: [VuongTest]) -> Support {
        switch reservation(of: tests) {
        case .cutoff: .withCutoff
        case .worse: .none
        case nil where !tests.contains { $0.favoured == nil && !$0.isSameLaw && $0.second != .truncatedPowerLaw }: .good
        default: .moderate
        }
    }
}

extension ZipfAnalysis {
    /// The tests of a law against its rivals.
    package func comparisons(of law: VuongTest.Model) -> [VuongTest] { comparisons.filter { $0.first == law } }
}

extension Double {
    /// Of 95 %, on the normal distribution.
    fileprivate func interval(_ standardError: Double) -> ClosedRange<Double> {
        (self - 1.96 * standardError)...(self + 1.96 * standardError)
    }
}

extension PowerLawFit {
    /// The exponent of Zipf's law for the ranks of the tail: frequency falls with rank as the power 1/(α − 1), as the rank
    /// is V times the probability of a frequency at least as large.
    public var zipfExponent: Double { 1 / (exponent - 1) }
    /// Of the Zipf exponent, by the delta method, xmin taken as known.
    public var zipfStandardError: Double { standardError / square(exponent - 1) }
}
