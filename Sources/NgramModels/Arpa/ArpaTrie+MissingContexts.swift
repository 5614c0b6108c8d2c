internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// n-grams whose context is no n-gram of the file.
extension ArpaTrie {
    struct Orphan: Sendable {
        var words: [WordID]
        var logProbability: Float
        var logBackoff: Float
        var line: Int
    }

    /// Puts in the contexts that n-grams of the order at hand lack, as KenLM's probing model does: with the probability
    /// that backing off gives them, and the weight 1, so that every probability is what it is without them.
    ///
    /// - Throws: `ArpaError` if backing off gives one of them a probability above 1.
    mutating func adoptOrphans() throws(ArpaError) {
        orphanCount += orphans.count
        for length in 2...order {
            var missing: [(key: UInt64, words: [WordID])] = []
            for orphan in orphans {
                let context = Array(orphan.words.prefix(length))
                guard node(of: context[...]) == nil, let parent = node(of: context.dropLast()) else { continue }
                missing.append(
                    (UInt64(parent) << UInt64(code.bits) | UInt64(code.code(of: context[length - 1])), context))
            }
            missing.sort { $0.key < $1.key }
            missing = missing.enumerated().filter { $0.offset == 0 || missing[$0.offset - 1].key != $0.element.key }
                .map(\.element)
            if !missing.isEmpty { try insert(missing, length: length) }
        }
        for orphan in orphans {
            guard let parent = node(of: orphan.words.dropLast()) else { preconditionFailure("a context put in") }
            let last = code.code(of: orphan.words[orphan.words.count - 1])
            pending.append(
                Pending(
                    key: UInt64(parent) << UInt64(code.bits) | UInt64(last), logProbability: orphan.logProbability,
                    logBackoff: orphan.logBackoff, line: UInt32(truncatingIfNeeded: orphan.line)))
        }
        orphans = []
    }

    /// Puts contexts of one length in.
    ///
    /// - Parameter missing: by ascending key, none twice; the contexts one word shorter are there.
    private mutating func insert(_ missing: [(key: UInt64, words: [WordID])], length: Int) throws(ArpaError) {
        let old = levels[length - 1]
        let parents = levels[length - 2]
        let isFull = length < order
        var level = Level()
        var starts: [UInt32] = []
        /// By the old number of a node, the new one.
        var numbers: [UInt32] = []
        let logProbabilities = try missing.map { entry throws(ArpaError) in
            entry.words[length - 1] == Marker.segmentStart ? -.infinity : try logProbability(of: entry.words)
        }
        var next = 0
        func append(_ parent: Int, before code: UInt32?, _ level: inout Level) {
            while next < missing.count, Int(missing[next].key >> UInt64(self.code.bits)) == parent {
                let own = self.code.code(of: missing[next].words[length - 1])
                if let code, own > code { return }
                level.codes.append(own)
                level.logProbabilities.append(logProbabilities[next])
                level.logBackoffs.append(0)
                level.lines.append(0)
                if isFull { level.childStarts.append(old.childStarts[numbers.count]) }
                next += 1
            }
        }
        for parent in parents.codes.indices {
            starts.append(UInt32(level.codes.count))
            for node in parents.children(of: parent) {
                append(parent, before: old.codes[node], &level)
                numbers.append(UInt32(level.codes.count))
                level.codes.append(old.codes[node])
                level.logProbabilities.append(old.logProbabilities[node])
                level.logBackoffs.append(old.logBackoffs[node])
                level.lines.append(old.lines[node])
                if isFull { level.childStarts.append(old.childStarts[node]) }
            }
            append(parent, before: nil, &level)
        }
        starts.append(UInt32(level.codes.count))
        if isFull { level.childStarts.append(old.childStarts[old.codes.count]) }
        levels[length - 2].childStarts = starts
        levels[length - 1] = level
        guard length == order else { return }
        let mask = UInt64(1) << UInt64(code.bits) - 1
        for index in pending.indices {
            let key = pending[index].key
            pending[index].key = UInt64(numbers[Int(key >> UInt64(code.bits))]) << UInt64(code.bits) | key & mask
        }
    }

    /// The node of an n-gram of an order that is complete.
    private func node(of ngram: ArraySlice<WordID>) -> Int? {
        var node = Int(ngram[ngram.startIndex])
        for (depth, word) in ngram.enumerated() where depth > 0 {
            guard let child = child(code.code(of: word), of: node, level: depth) else { return nil }
            node = child
        }
        return node
    }

    /// ln P of the last word after the others, by backing off from the longest context.
    ///
    /// - Throws: `ArpaError` for a probability above 1: what is put in is a stored one, of which nobody asks again.
    private func logProbability(of ngram: [WordID]) throws(ArpaError) -> Float {
        var start = 0
        var stored = node(of: ngram[...])
        while stored == nil {
            start += 1
            stored = node(of: ngram[start...])
        }
        var value = Double(levels[ngram.count - start - 1].logProbabilities[stored!])
        // The weights are multiplied from the shortest context on, so that the first to lead above 1 is the one to blame.
        var magnitude = abs(value)
        for first in (0..<start).reversed() {
            let history = ngram[first..<ngram.count - 1]
            guard let context = node(of: history) else { continue }
            let weight = Double(levels[history.count - 1].logBackoffs[context])
            value += weight
            magnitude += abs(weight)
            // As in `probabilityAboveOne`, for what the file rounds and for single precision.
            if value > ArpaReader.rounding * M_LN10 * Double(history.count + 1) + magnitude * 0x1p-22 {
                throw aboveOne(
                    context: context, history: history, word: ngram[ngram.count - 1], logProbability: value)
            }
        }
        return Float(min(0, value))
    }
}
