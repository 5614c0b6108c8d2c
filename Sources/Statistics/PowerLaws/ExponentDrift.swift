internal import Foundation

extension PowerLawFit {
    /// Whether the exponent of the most frequent twentieth of the tail's types, of fifty or more, differs from that of all:
    /// z, normal if the law holds.
    ///
    /// Both estimate one exponent under the law, and the efficient one does not correlate with their difference, whose
    /// variance is therefore that of the one less that of the other (Hausman 1978, Econometrica 46, corollary 2.6). Samples
    /// of Zipf–Mandelbrot populations pass as a power law by Kolmogorov and Smirnov's distance at some sizes of the
    /// sample; this tells most of them.
    /// - Returns: 0 where the frequencies do not allow a higher tail.
    package func drift(in spectrum: FrequencySpectrum) -> Double {
        let wanted = max(50, tailTypes / 20)
        var types = 0
        let start = spectrum.entries.last { entry in
            types += entry.types
            return types >= wanted
        }
        guard let start, start.frequency > minimum, let higher = PowerLawFit(spectrum, minimum: start.frequency)
        else { return 0 }
        let variance = square(higher.standardError) - square(standardError)
        return variance > 0 ? (higher.exponent - exponent) / sqrt(variance) : 0
    }
}
