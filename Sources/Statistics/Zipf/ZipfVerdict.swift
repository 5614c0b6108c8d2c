/// Which exponent to quote, and whether a power law is tenable at all.
public struct ZipfVerdict: Sendable, Equatable {
    /// What the exponent rests on.
    public enum Basis: String, Sendable {
        /// f₂ holds over all frequencies.
        case wholeRange = "f2"
        /// A power law holds from xmin on.
        case tail
        /// No power law is tenable.
        case none
        /// Too few types, or all of one frequency: any law would pass.
        case tooFew = "too few types"
        /// Nothing was tested.
        case untested
    }

    public let basis: Basis
    /// The exponent of Zipf's law that the basis implies.
    public let exponent: Double?
    public let standardError: Double?
    /// Of 95 %.
    public let interval: ClosedRange<Double>?

    /// A model is tenable where its p-value is above this (Clauset, Shalizi & Newman 2009, section 4.1).
    public static let tenable = 0.1
    /// A sample of fewer types refutes no law and bounds no exponent: the rule of thumb of Clauset, Shalizi & Newman (2009).
    public static let fewestTypes = 50

    private static func canRefute(_ test: GoodnessOfFit) -> Bool { 1 / Double(1 + test.samples) <= tenable }
    private static func holds(_ test: GoodnessOfFit) -> Bool { canRefute(test) && test.pValue > tenable }

    public init(_ analysis: ZipfAnalysis) {
        let few = analysis.spectrum.types < Self.fewestTypes || analysis.wholeRange == nil
        // So few samples that none could refute a law test nothing.
        let isTested = [analysis.tailTest, analysis.wholeRangeTest].contains { $0.map(Self.canRefute) ?? false }
        let fit: (Basis, Double, Double)?
        if few {
            fit = nil
        } else if let law = analysis.wholeRange, let test = analysis.wholeRangeTest, Self.holds(test) {
            fit = (.wholeRange, law.zipfExponent, law.zipfStandardError)
        } else if let tail = analysis.tail, let test = analysis.tailTest, Self.holds(test),
            tail.tailTypes >= Self.fewestTypes
        {
            fit = (.tail, tail.zipfExponent, tail.zipfStandardError)
        } else {
            fit = nil
        }
        basis = fit?.0 ?? (few ? .tooFew : isTested ? .none : .untested)
        exponent = fit?.1
        standardError = fit?.2
        interval = fit.map { ($0.1 - 1.96 * $0.2)...($0.1 + 1.96 * $0.2) }
    }
}

extension PowerLawFit {
    /// The exponent of Zipf's law for the ranks of the tail: frequency falls with rank as the power 1/(α − 1), as the rank
    /// is V times the probability of a frequency at least as large.
    public var zipfExponent: Double { 1 / (exponent - 1) }
    /// Of the Zipf exponent, by the delta method.
    public var zipfStandardError: Double { standardError / square(exponent - 1) }
}
