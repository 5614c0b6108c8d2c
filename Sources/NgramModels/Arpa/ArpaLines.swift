internal import Basics
internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// The lines of the section of an order above 1, read by several threads: what they are looked up in, the words and the
/// n-grams of lower orders, does not change meanwhile.
struct ArpaLines: Sendable {
    let order: Int
    /// Whether longer n-grams are announced, so that these have back-off weights.
    let isContext: Bool
    let words: ArpaWords
    let levels: [ArpaTrie.Level]
    let code: WordCode

    /// What a thread made of some lines, up to the first that is wrong.
    struct Piece: Sendable {
        var entries: [ArpaTrie.Pending] = []
        var orphans: [ArpaTrie.Orphan] = []
        var roundedCount = 0
        var error: ArpaError?
        /// Lines of all n-grams in turn, to tell which is one too many.
        var count: Int { entries.count + orphans.count }
    }

    /// Reads whole lines.
    ///
    /// - Parameters:
    ///   - bytes: of a part of the section, each line ended.
    ///   - line: the number of the line before.
    func pieces(of bytes: [UInt8], after line: Int, threads: Int) -> (pieces: [Piece], lines: Int) {
        var cuts = [0]
        let size = max(1 << 16, bytes.count / (4 * threads))
        while cuts[cuts.count - 1] < bytes.count {
            var end = min(bytes.count, cuts[cuts.count - 1] + size)
            while bytes[end - 1] != 0x0A { end += 1 }
            cuts.append(end)
        }
        let ranges = zip(cuts, cuts.dropFirst()).map { $0..<$1 }
        let counts = parallelMap(ranges.count, threads: threads) { index in
            bytes[ranges[index]].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        }
        var before = [line]
        for count in counts { before.append(before[before.count - 1] + count) }
        let firsts = before
        let pieces = parallelMap(ranges.count, threads: threads) { index in
            piece(bytes.span.extracting(ranges[index]), after: firsts[index])
        }
        return (pieces, before[before.count - 1] - line)
    }

    private func piece(_ bytes: Span<UInt8>, after line: Int) -> Piece {
        var piece = Piece()
        piece.entries.reserveCapacity(bytes.count / 32)
        var fields: [Range<Int>] = []
        var (line, start) = (line, 0)
        do throws(ArpaError) {
            for index in bytes.indices where bytes[index] == 0x0A {
                line += 1
                let whole = bytes.extracting(start..<index)
                start = index + 1
                let length = ArpaFields.length(of: whole)
                if length > 0 { try take(whole.extracting(0..<length), line, &fields, &piece) }
            }
        } catch { piece.error = error }
        return piece
    }

    private func take(
        _ text: Span<UInt8>, _ line: Int, _ fields: inout [Range<Int>], _ piece: inout Piece
    ) throws(ArpaError) {
        let numbers = try ArpaFields.read(
            text, order: order, isContext: isContext, line: line, into: &fields)
        if numbers.isRounded { piece.roundedCount += 1 }
        var node = Int(try words.id(of: text.extracting(fields[1]), line: line))
        for depth in 1..<order {
            let word = try words.id(of: text.extracting(fields[depth + 1]), line: line)
            if depth == order - 1 {
                piece.entries.append(
                    ArpaTrie.Pending(
                        key: UInt64(node) << UInt64(code.bits) | UInt64(code.code(of: word)),
                        logProbability: numbers.logProbability, logBackoff: numbers.logBackoff,
                        line: UInt32(truncatingIfNeeded: line)))
            } else if let child = levels[depth - 1].child(code.code(of: word), of: node, in: levels[depth], code) {
                node = child
            } else {
                let ids = try fields[1...order].map { field throws(ArpaError) in
                    try words.id(of: text.extracting(field), line: line)
                }
                piece.orphans.append(
                    ArpaTrie.Orphan(
                        words: ids, logProbability: numbers.logProbability, logBackoff: numbers.logBackoff, line: line))
                return
            }
        }
    }
}
