package import LanguageModeling
package import Tokenization

/// Writes an n-gram model in ARPA's format, as KenLM and SRILM read it: base-10 logarithms in single precision.
///
/// - Parameters:
///   - comment: a line for the head of the file.
///   - tokenizer: what cuts texts into the model's tokens, said in the head; `nil` where that is not known.
///   - write: takes the file's bytes piece by piece.
/// - Throws: `EstimationError` for a model that has no such form; what `write` throws.
package func writeArpa(
    _ model: any LanguageModel, comment: String, tokenizer: TokenizerSettings? = nil, write: ([UInt8]) throws -> Void
) throws {
    guard let model = model.inItsOrder as? BackoffModel else {
        throw EstimationError.noArpaForm(model: model.name, hasPenalty: false)
    }
    guard model.isNormalized else {
        throw EstimationError.noArpaForm(model: model.name, hasPenalty: true)
    }
    let marksSpaces = model.vocabulary.words.contains(where: ArpaWord.needsWriting)
    let words = model.vocabulary.words.map { Array((marksSpaces ? ArpaWord.written($0) : $0).utf8) }
    var head = "# \(comment.split(whereSeparator: \.isNewline).joined(separator: " "))\n"
    if let tokenizer { head += ArpaHead.line(of: tokenizer) + "\n" }
    if marksSpaces { head += ArpaWord.comment + "\n" }
    switch model.ngrams {
    case .estimated(let ngrams): try ngrams.writeArpa(words, head, write)
    case .compact(let ngrams): try ngrams.writeArpa(words, head, write)
    case .packed(let ngrams): try ngrams.writeArpa(words, head, write)
    case .quantized(let ngrams): try ngrams.writeArpa(words, head, write)
    }
}

extension WalkedStorage {
    fileprivate func writeArpa(_ words: [[UInt8]], _ comments: String, _ write: ([UInt8]) throws -> Void) throws {
        var head = comments + "\n\\data\\\n"
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
        buffer += ArpaNumber.text(ofNatural: min(0, logProbability(of: node)))
        buffer.append(0x09)
        for (index, word) in path.enumerated() {
            if index > 0 { buffer.append(0x20) }
            buffer += words[word]
        }
        if node < shape.contextCount {
            buffer.append(0x09)
            buffer += ArpaNumber.text(ofNatural: logBackoff(of: node))
        }
        buffer.append(0x0A)
    }
}
