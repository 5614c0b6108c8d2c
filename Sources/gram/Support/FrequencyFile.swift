internal import Foundation
internal import Gramarye

/// Reads a list of frequencies; `-` is standard input.
/// - Throws: an error that names the file and the line.
func readFrequencies(_ path: String) throws -> FrequencySpectrum {
    let data: Data
    do {
        data =
            try path == "-"
            ? FileHandle.standardInput.readToEnd() ?? Data() : Data(contentsOf: URL(filePath: path))
    } catch {
        throw CommandError(
            "\(path) cannot be read",
            cause: FileManager.default.fileExists(atPath: path) ? nil : "There is no such file.",
            remedy: "Give a file with one count a line.", kind: .noInput)
    }
    do {
        return try FrequencySpectrum(list: String(decoding: data, as: UTF8.self))
    } catch {
        throw CommandError(
            path + (error.line.map { ", line \($0)" } ?? "") + ": " + error.fact, remedy: error.remedy, kind: .badData)
    }
}
