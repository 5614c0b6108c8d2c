internal import Basics
internal import LanguageModeling

/// The lines of the section of an order above 1, read by several threads.
struct ArpaLines: Sendable {
    let form: ArpaKeys
    /// Whether longer n-grams are announced, so that these have back-off weights.
    let isContext: Bool
    let words: ArpaWords
    let code: WordCode

    /// What a thread made of some lines, up to the first that is wrong.
    struct Piece: Sendable {
        /// Sorted.
        var rows = ArpaRows()
        var roundedCount = 0
        var error: ArpaError?
    }

    /// Reads whole lines, up to one that begins as a heading does.
    ///
    /// - Parameters:
    ///   - range: where they stand, each line ended.
    ///   - line: the number of the line before.
    /// - Returns: the pieces in turn, how many lines they have, and where they end.
    func pieces(
        of bytes: [UInt8], _ range: Range<Int>, after line: Int, threads: Int
    ) -> (pieces: [Piece], lines: Int, end: Int) {
        var cuts = [range.lowerBound]
        let size = max(1 << 10, range.count / threads)
        while cuts[cuts.count - 1] < range.upperBound {
            var end = min(range.upperBound, cuts[cuts.count - 1] + size)
            while bytes[end - 1] != 0x0A { end += 1 }
            cuts.append(end)
        }
        var ranges = zip(cuts, cuts.dropFirst()).map { $0..<$1 }
        let all = ranges
        let counted = parallelMap(all.count, threads: threads) { Self.count(bytes.span, all[$0]) }
        var before = [line]
        for (index, count) in counted.enumerated() {
            before.append(before[index] + count.lines)
            guard let heading = count.heading else { continue }
            ranges = ranges[..<index] + [ranges[index].lowerBound..<heading]
            break
        }
        let (some, firsts) = (ranges, before)
        let pieces = parallelMap(some.count, threads: threads) { index in
            piece(bytes.span.extracting(some[index]), after: firsts[index])
        }
        return (pieces, before[before.count - 1] - line, ranges.last?.upperBound ?? range.lowerBound)
    }

    /// Lines up to the first that begins with `\`, and where that stands.
    private static func count(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (lines: Int, heading: Int?) {
        var lines = 0
        var before: UInt8 = 0x0A
        for index in range {
            let byte = bytes[index]
            if byte == 0x5C, before == 0x0A { return (lines, index) }
            lines &+= byte == 0x0A ? 1 : 0
            before = byte
        }
        return (lines, nil)
    }

    private func piece(_ bytes: Span<UInt8>, after line: Int) -> Piece {
        var piece = Piece()
        piece.rows.reserveCapacity(bytes.count / 24, width: form.width, isContext: isContext)
        var fields = ArpaFields(order: form.order)
        var seen = SeenWords(order: form.order)
        var (line, start) = (line, 0)
        do throws(ArpaError) {
            while start < bytes.count {
                line += 1
                start = fields.split(bytes, from: start) + 1
                if fields.count > 0 { try take(bytes, line, fields, &seen, &piece) }
            }
        } catch { piece.error = error }
        piece.rows.sort(form)
        return piece
    }

    @inline(__always)
    private func take(
        _ bytes: Span<UInt8>, _ line: Int, _ fields: borrowing ArpaFields, _ seen: inout SeenWords,
        _ piece: inout Piece
    ) throws(ArpaError) {
        let numbers = try fields.numbers(of: bytes, isContext: isContext, line: line)
        if numbers.isRounded { piece.roundedCount += 1 }
        for place in 0..<form.order {
            let range = fields.range(place + 1)
            if seen.isSame(place, range, bytes) { continue }
            let id = try words.id(of: bytes.extracting(range), line: line)
            seen.set(place, range, place == 0 ? id : code.code(of: id))
        }
        var number: UInt64 = 0
        for place in 0..<form.order {
            let shift = form.shift(of: place)
            number |= UInt64(seen.word(place)) << shift
            if shift < UInt64(form.bits) || place == form.order - 1 {
                piece.rows.keys.append(number)
                number = 0
            }
        }
        piece.rows.logProbabilities.append(numbers.logProbability)
        if isContext { piece.rows.logBackoffs.append(numbers.logBackoff) }
        piece.rows.lines.append(UInt32(truncatingIfNeeded: line))
    }
}

/// The words of the line before: files are sorted, by whatever end of the n-grams, so that most words are the same again.
private struct SeenWords {
    private var starts: [Int]
    private var ends: [Int]
    /// The id of the first, the codes of the others.
    private var words: [UInt32]

    init(order: Int) {
        starts = [Int](repeating: 0, count: order)
        ends = starts
        words = [UInt32](repeating: 0, count: order)
    }

    @inline(__always)
    func word(_ place: Int) -> UInt32 { words[place] }

    @inline(__always)
    mutating func set(_ place: Int, _ range: Range<Int>, _ word: UInt32) {
        (starts[place], ends[place], words[place]) = (range.lowerBound, range.upperBound, word)
    }

    /// Whether a word is the same as that of the line before; no word is empty.
    @inline(__always)
    func isSame(_ place: Int, _ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        let start = starts[place]
        guard ends[place] &- start == range.count else { return false }
        for offset in 0..<range.count where bytes[start &+ offset] != bytes[range.lowerBound &+ offset] {
            return false
        }
        return true
    }
}
