internal import Foundation
public import LanguageModeling
internal import Tokenization

/// Writes an n-gram model in ARPA's format, as KenLM and SRILM read it: base-10 logarithms in single precision.
///
/// - Parameters:
///   - comment: a line for the head of the file.
///   - write: takes the file's bytes piece by piece.
/// - Throws: `EstimationError` for a model that has no such form; what `write` throws.
public func writeArpa(
    _ model: any LanguageModel, comment: String, write: ([UInt8]) throws -> Void
) throws {
    guard let model = model.inItsOrder as? BackoffModel else {
        throw EstimationError(
            "\(model.name) cannot be written as ARPA", cause: "It does not back off from n-gram to shorter n-gram.",
            remedy: "ARPA holds dirichlet, jelinek-mercer, witten-bell, absolute, kneser-ney, mkn and katz.")
    }
    guard model.isNormalized else {
        throw EstimationError(
            "\(model.name) cannot be written as ARPA", cause: "Its penalty for contexts never seen has no place there.",
            remedy: "Write mkn:3 or katz:3 instead.")
    }
    let spelled = Array(model.vocabulary.words)
    let words = spelled.map { Array(ArpaWord.written($0).utf8) }
    switch model.ngrams {
    case .estimated(let ngrams): try ngrams.writeArpa(words, spelled, comment, write)
    case .compact(let ngrams): try ngrams.writeArpa(words, spelled, comment, write)
    case .packed(let ngrams): try ngrams.writeArpa(words, spelled, comment, write)
    }
}

extension WalkedStorage {
    fileprivate func writeArpa(
        _ words: [[UInt8]], _ spelled: [String], _ comment: String, _ write: ([UInt8]) throws -> Void
    ) throws {
        var head = "# \(comment.split(whereSeparator: \.isNewline).joined(separator: " "))\n"
        if spelled.contains(where: ArpaWord.needsWriting) { head += ArpaWord.comment + "\n" }
        head += "\n\\data\\\n"
        for n in 1...shape.order { head += "ngram \(n)=\(shape.nodes(ofOrder: n).count)\n" }
        var buffer = Array(head.utf8)

        for n in 1...shape.order {
            buffer += Array("\n\\\(n)-grams:\n".utf8)
            var path: [Int] = []
            // Down to the nodes of order n, the words of the way in `path`.
            func descend(_ nodes: Range<Int>) throws {
                for node in nodes {
                    let word = path.isEmpty ? node : Int(lastWord(of: node))
                    path.append(word)
                    if path.count < n {
                        try descend(children(of: node))
                    } else {
                        append(node, path, words, to: &buffer)
                        if buffer.count > 1 << 20 {
                            try write(buffer)
                            buffer.removeAll(keepingCapacity: true)
                        }
                    }
                    path.removeLast()
                }
            }
            try descend(0..<shape.idCount)
        }
        try write(buffer + Array("\n\\end\\\n".utf8))
    }

    private func append(_ node: Int, _ path: [Int], _ words: [[UInt8]], to buffer: inout [UInt8]) {
        buffer += Self.number(logProbability(of: node))
        buffer.append(0x09)
        for (index, word) in path.enumerated() {
            if index > 0 { buffer.append(0x20) }
            buffer += words[word]
        }
        if node < shape.contextCount {
            buffer.append(0x09)
            buffer += Self.number(logBackoff(of: node))
        }
        buffer.append(0x0A)
    }

    /// Natural to base 10; what is impossible is -99, as SRILM has it.
    private static func number(_ logarithm: Double) -> [UInt8] {
        if logarithm == 0 { return [0x30] }
        return logarithm == -.infinity ? Array("-99".utf8) : Array(Float(logarithm / M_LN10).description.utf8)
    }
}
