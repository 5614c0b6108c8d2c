internal import Foundation
internal import Gramarye

/// The bytes of a file, or of standard input for `-`.
func readInput(_ path: String) throws -> Data {
    if path == "-" { return FileHandle.standardInput.readDataToEndOfFile() }
    guard FileManager.default.fileExists(atPath: path) else {
        throw CommandError("there is no file \(path)", kind: .noInput)
    }
    // Pipes and devices too. A folder has no contents.
    guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.readToEnd() ?? Data() else {
        throw CommandError("\(path) cannot be read", cause: "It is a folder, or closed to you.", kind: .noInput)
    }
    return data
}

/// Puts a text's name before what is wrong with it. Only `ingest` reads other encodings than UTF-8.
///
/// - Parameter file: where the text is from, `-` for standard input; `nil` for one of the command line.
func namingText<Result>(_ file: String?, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as TextError {
        let name = file.map { $0 == "-" ? "stdin" : $0 } ?? "the text"
        let remedy =
            switch error {
            case .invalidBytes, .zeroByte: "Make it UTF-8 first, as by iconv -f WINDOWS-1252 -t UTF-8."
            default: error.remedy
            }
        throw CommandError("\(name): \(error.fact)", cause: error.cause, remedy: remedy, kind: error.kind)
    }
}
