internal import Foundation
internal import Gramarye

/// Reads a list of frequencies; `-` is standard input.
/// - Returns: their spectrum and the fingerprint of the file.
/// - Throws: an error that names the file and the line.
func readFrequencies(_ path: String) throws -> (spectrum: FrequencySpectrum, fingerprint: String) {
    let data = try readInput(path)
    if data.starts(with: Data("SQLite format 3".utf8)) {
        throw CommandError(
            "\(path) is a database, not a list of counts.", remedy: "Try: gram zipf \(path)", kind: .badData)
    }
    do {
        return (
            try FrequencySpectrum(list: String(decoding: data, as: UTF8.self)), contentFingerprint(Array(data))
        )
    } catch {
        throw CommandError(
            path + (error.line.map { ", line \($0)" } ?? "") + ": " + error.fact, remedy: error.remedy, kind: .badData)
    }
}
