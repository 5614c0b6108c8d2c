internal import Foundation
internal import Gramarye
internal import Reporting

/// A file that an n-gram model is written to: ARPA, compressed as its name says, or one that opens at once.
struct ModelFileOutput {
    enum Kind {
        case arpa
        case modelFile

        /// - Returns: `nil` for another ending.
        init?(path: String) {
            let name = path.lowercased()
            if name.hasSuffix(".gram") {
                self = .modelFile
            } else if path == "-" || ["", ".gz", ".zst", ".xz"].contains(where: { name.hasSuffix(".arpa" + $0) }) {
                self = .arpa
            } else {
                return nil
            }
        }
    }

    private let path: String
    private let replacing: Bool

    init(_ path: String, replacing: Bool) {
        self.path = path
        self.replacing = replacing
    }

    /// - Throws: `CommandError` where there is such a file already, which is not to be written over.
    static func refuseExisting(_ path: String, unless force: Bool) throws {
        guard path != "-", !force, FileManager.default.fileExists(atPath: path) else { return }
        throw CommandError(
            "\(path) exists and is not written over", remedy: "Name another file, or add --force.", kind: .cannotCreate)
    }

    /// Writes a model, whole or not at all.
    ///
    /// - Parameters:
    ///   - tokenizer: what cuts texts into its tokens.
    ///   - spelling: how words look that it does not know.
    ///   - bits: of a code, where a model file is to be quantized.
    ///   - comment: for the head of ARPA.
    func write(
        _ model: any LanguageModel, cutBy tokenizer: TokenizerSettings, spelling: SpellingCounts?,
        quantizedTo bits: Int? = nil, comment: String
    ) throws {
        let output = try PackedFile(path, standardOutput: Console.write(data:))
        if Kind(path: path) == .modelFile {
            guard
                try writeModelFile(
                    model, tokenizer: tokenizer, spelling: spelling, quantizedTo: bits, to: output.write)
            else {
                if bits != nil, !model.includesNetwork {
                    throw CommandError(
                        "\(model.name) cannot be quantized",
                        cause: "It works on counts, or has too many n-grams for its bits.",
                        remedy: "Leave --quantize out.")
                }
                throw CommandError(
                    "\(model.name) is no n-gram model", cause: "Model files hold n-grams.",
                    remedy: "Name a network's file FILE.safetensors.")
            }
        } else {
            try writeArpa(model, comment: comment, tokenizer: tokenizer) { try output.write($0) }
        }
        try output.close(replacing: replacing)
        if path != "-" {
            Console.note("\(path): \(NumberText.grouped(model.parameterCount)) parameters of \(model.name)")
        }
    }
}
