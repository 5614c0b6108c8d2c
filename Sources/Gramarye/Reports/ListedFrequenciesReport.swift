package import Basics
package import Reporting
package import Statistics

/// Why a file is no list of frequencies.
package struct ListedFrequenciesError: ExplainedError {
    package let explanation: Explanation
}

extension Report {
    /// Zipf's law of the frequencies that a file lists.
    ///
    /// - Parameters:
    ///   - path: for the title and errors; `-` for standard input.
    /// - Throws: `ListedFrequenciesError` naming the line that is at fault, `ZipfError`.
    package static func zipf(
        ofList data: [UInt8], named path: String, _ options: ZipfAnalysis.Options
    ) throws -> Report {
        let spectrum: FrequencySpectrum
        do {
            spectrum = try FrequencySpectrum(list: String(decoding: data, as: UTF8.self))
        } catch {
            let fact = path + (error.line.map { ", line \($0)" } ?? "") + ": " + error.fact
            throw ListedFrequenciesError(explanation: Explanation(fact, remedy: error.remedy, kind: .badData))
        }
        let name = path == "-" ? "standard input" : path
        var provenance = Provenance(version: gramaryeVersion)
        provenance.frequencies = name
        provenance.corpusFingerprint = contentFingerprint(data)
        provenance.seed = options.seed
        let result = try ZipfResult(
            of: spectrum, order: nil, name: "types in \(name.split(separator: "/").last ?? "")", options)
        return [result].zipfReport(options, provenance: provenance)
    }
}
