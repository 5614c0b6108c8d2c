internal import Counting
internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// n-grams whose context is no n-gram of the file.
extension ArpaTrie {
    /// Puts in the contexts that n-grams of the order at hand lack, as KenLM's probing model does: with the probability
    /// that backing off gives them, and the weight 1, so that every probability is what it is without them.
    ///
    /// - Parameter keys: of the contexts, ascending. Their list and a part of each are held in memory.
    /// - Throws: `ArpaError` if backing off gives one of them a probability above 1.
    mutating func insertContexts(_ keys: [UInt64]) throws {
        let form = ArpaKeys(bits: code.bits, order: order)
        for length in 2...order {
            let ngrams = try MappedNgrams(levels, code: code)
            var missing: [(parent: Int, words: [WordID])] = []
            for start in stride(from: 0, to: keys.count, by: form.width) {
                let words = (0..<length).map { place in
                    let word = form.word(place, ofKeyAt: start, in: keys)
                    return place == 0 ? word : code.word(of: word)
                }
                guard missing.last?.words != words, node(of: words[...], in: ngrams) == nil,
                    let parent = node(of: words.dropLast(), in: ngrams)
                else { continue }
                missing.append((parent, words))
            }
            if !missing.isEmpty { try insert(missing, length: length, into: ngrams) }
        }
    }

    /// Puts contexts of one length in.
    ///
    /// - Parameters:
    ///   - missing: ascending, none twice; the contexts one word shorter are there.
    ///   - ngrams: as they are before.
    private mutating func insert(
        _ missing: [(parent: Int, words: [WordID])], length: Int, into ngrams: MappedNgrams<Float>
    ) throws {
        let old = ngrams.levels[length - 1]
        let parents = ngrams.levels[length - 2]
        let lines = try levels[length - 1].lines.mapped()
        let keys = try levels[length - 1].keys.mapped()
        // The children of the longest are yet to come, and are found by the keys.
        let isFull = length < order
        let form = ArpaKeys(bits: code.bits, order: length)
        let logProbabilities = try missing.map { entry in
            entry.words[length - 1] == Marker.segmentStart
                ? -.infinity : try logProbability(of: entry.words, in: ngrams)
        }
        let level = try ArpaLevel(in: plan.folder)
        let starts = try NumberFile<UInt32>(in: plan.folder)
        var nodes = ArpaNodes()
        var next = 0
        func append(_ parent: Int, before code: UInt32?, node: Int) {
            while next < missing.count, missing[next].parent == parent {
                let own = self.code.code(of: missing[next].words[length - 1])
                if let code, own > code { return }
                nodes.codes.append(own)
                nodes.logProbabilities.append(logProbabilities[next])
                nodes.logBackoffs.append(0)
                nodes.lines.append(0)
                if isFull {
                    nodes.childStarts.append(old.childStarts[node])
                } else {
                    nodes.keys += key(of: missing[next].words, form)
                }
                next += 1
            }
        }
        for parent in 0..<parents.codes.count {
            try starts.append(CollectionOfOne(UInt32(level.count + nodes.codes.count)))
            let children = parents.children(of: parent)
            for node in children {
                append(parent, before: old.codes[node], node: node)
                nodes.codes.append(old.codes[node])
                nodes.logProbabilities.append(old.logProbabilities[node])
                nodes.logBackoffs.append(old.logBackoffs[node])
                nodes.lines.append(lines[node])
                if isFull {
                    nodes.childStarts.append(old.childStarts[node])
                } else {
                    for number in 0..<form.width { nodes.keys.append(keys[node * form.width + number]) }
                }
            }
            append(parent, before: nil, node: children.upperBound)
            if nodes.isLong { try level.append(&nodes) }
        }
        if isFull { nodes.childStarts.append(old.childStarts[old.codes.count]) }
        try level.append(&nodes)
        try starts.append(CollectionOfOne(UInt32(level.count)))
        levels[length - 2].childStarts = starts
        levels[length - 1] = level
    }

    private func key(of words: [WordID], _ form: ArpaKeys) -> [UInt64] {
        var key = [UInt64](repeating: 0, count: form.width)
        for (place, word) in words.enumerated() {
            key[place / form.perNumber] |=
                UInt64(place == 0 ? word : code.code(of: word)) << form.shift(of: place)
        }
        return key
    }

    /// The node of an n-gram of an order that is complete, counted within its level.
    private func node(of ngram: ArraySlice<WordID>, in ngrams: MappedNgrams<Float>) -> Int? {
        var node = Int(ngram[ngram.startIndex])
        for (depth, word) in ngram.enumerated() where depth > 0 {
            let codes = ngrams.levels[depth].codes
            let child = findCode(
                code.code(of: word), bits: code.bits, in: ngrams.levels[depth - 1].children(of: node)
            ) { codes[$0] }
            guard let child else { return nil }
            node = child
        }
        return node
    }

    /// ln P of the last word after the others, by backing off from the longest context.
    ///
    /// - Throws: `ArpaError` for a probability above 1: what is put in is a stored one, of which nobody asks again.
    private func logProbability(of ngram: [WordID], in ngrams: MappedNgrams<Float>) throws -> Float {
        var start = 0
        var stored = node(of: ngram[...], in: ngrams)
        while stored == nil {
            start += 1
            stored = node(of: ngram[start...], in: ngrams)
        }
        var value = Double(ngrams.levels[ngram.count - start - 1].logProbabilities[stored!])
        // The weights are multiplied from the shortest context on, so that the first to lead above 1 is the one to blame.
        var magnitude = abs(value)
        for first in (0..<start).reversed() {
            let history = ngram[first..<ngram.count - 1]
            guard let context = node(of: history, in: ngrams) else { continue }
            let weight = Double(ngrams.levels[history.count - 1].logBackoffs[context])
            value += weight
            magnitude += abs(weight)
            // As in `probabilityAboveOne`, for what the file rounds and for single precision.
            if value > ArpaReader.rounding * M_LN10 * Double(history.count + 1) + magnitude * 0x1p-22 {
                throw try aboveOne(
                    context: context, history: history, word: ngram[ngram.count - 1], logProbability: value)
            }
        }
        return Float(min(0, value))
    }
}
