internal import Counting
internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// The n-grams of an ARPA file, sorted into the form models have, order by order.
struct ArpaTrie {
    /// Whether `<space>` stands for a token that is a space: see ``ArpaWord``.
    var marksSpaces = false
    /// Probabilities slightly above 1 that were taken for 1.
    var roundedCount = 0

    private(set) var words = TypeTable()
    private var present = [false, false, false]
    private var code = WordCode(idCount: 3)
    private(set) var levels: [Level] = []
    private var pending: [Pending] = []
    /// n-grams of the order that is being read whose context is no n-gram of the file.
    private var orphans: [Orphan] = []
    private var orphanCount = 0
    private var notes: [String] = []

    struct Level {
        var codes: [UInt32] = []
        var logProbabilities: [Float] = []
        var logBackoffs: [Float] = []
        /// Where in the file each stands; 0 for what does not.
        var lines: [UInt32] = []
        var childStarts: [UInt32] = []

        func children(of node: Int) -> Range<Int> { Int(childStarts[node])..<Int(childStarts[node + 1]) }
    }

    /// An n-gram as read: the node of all but its last word, and that word's code.
    private struct Pending {
        var key: UInt64
        var logProbability: Float
        var logBackoff: Float
        var line: Int
    }

    private struct Orphan {
        var words: [WordID]
        var logProbability: Float
        var logBackoff: Float
        var line: Int
    }

    /// Orders that are complete.
    var order: Int { levels.count }
    /// n-grams of the order that is being read.
    var pendingCount: Int { pending.count + orphans.count }

    /// Another spelling of the unknown word, unless the file has both.
    private static let otherUnknown = "<UNK>"

    /// - Parameters:
    ///   - text: the line.
    ///   - fields: where its words stand.
    mutating func add(
        _ text: Span<UInt8>, words fields: ArraySlice<Range<Int>>, logProbability: Float, logBackoff: Float, line: Int
    ) throws(ArpaError) {
        var key: UInt64 = 0
        if levels.isEmpty {
            key = UInt64(try newWord(text.extracting(fields[fields.startIndex]), line: line))
        } else {
            var ids: [WordID] = []
            var node = 0
            var isOrphan = false
            for (depth, field) in fields.enumerated() {
                let word = try id(of: text.extracting(field), line: line)
                if isOrphan {
                    ids.append(word)
                } else if depth == fields.count - 1 {
                    key = UInt64(node) << UInt64(code.bits) | UInt64(code.code(of: word))
                } else if depth == 0 {
                    node = Int(word)
                } else if let child = child(code.code(of: word), of: node, level: depth) {
                    node = child
                } else {
                    isOrphan = true
                    ids = try fields.prefix(depth + 1).map { field throws(ArpaError) in
                        try id(of: text.extracting(field), line: line)
                    }
                }
            }
            if isOrphan {
                orphans.append(
                    Orphan(words: ids, logProbability: logProbability, logBackoff: logBackoff, line: line))
                return
            }
        }
        pending.append(Pending(key: key, logProbability: logProbability, logBackoff: logBackoff, line: line))
    }

    // MARK: Words

    private mutating func newWord(_ word: Span<UInt8>, line: Int) throws(ArpaError) -> WordID {
        var bytes: [UInt8] = []
        for index in word.indices { bytes.append(word[index]) }
        guard let valid = String(validating: bytes, as: UTF8.self) else {
            throw ArpaError(
                line: line, "a word is no UTF-8", cause: "The file is in another encoding, or damaged.",
                remedy: "Make it UTF-8 first, as by iconv -f WINDOWS-1252 -t UTF-8.")
        }
        let text = marksSpaces ? ArpaWord.read(valid) : valid
        let id = words.insert(text)
        if Int(id) < present.count {
            guard !present[Int(id)] else { throw ArpaError(line: line, "the 1-gram '\(text)' stands twice") }
            present[Int(id)] = true
        } else {
            present.append(true)
        }
        return id
    }

    private func id(of word: Span<UInt8>, line: Int) throws(ArpaError) -> WordID {
        let id =
            marksSpaces && ArpaWord.isMarked(word)
            ? words.id(of: ArpaWord.read(word.string)) : words.id(of: word)
        if let id { return id }
        guard word.string == Self.otherUnknown else {
            throw ArpaError(line: line, "the word '\(word.string)' is not among the 1-grams")
        }
        return Marker.unknown
    }

    /// Takes `<UNK>` for `<unk>` in a file that has no `<unk>`.
    private mutating func renameUnknown() {
        guard !present[Int(Marker.unknown)], let other = words.id(of: Self.otherUnknown) else { return }
        var renamed = TypeTable()
        let ids = (0..<WordID(words.count)).map { $0 == other ? Marker.unknown : renamed.insert(words[$0]) }
        words = renamed
        present = (0..<words.count).map { $0 >= Marker.texts.count || $0 == Marker.unknown || present[$0] }
        for index in pending.indices { pending[index].key = UInt64(ids[Int(pending[index].key)]) }
    }

    // MARK: Orders

    private func child(_ wanted: UInt32, of node: Int, level: Int) -> Int? {
        findCode(wanted, bits: code.bits, in: levels[level - 1].children(of: node)) { levels[level].codes[$0] }
    }

    /// Ends the order that was read.
    mutating func endOrder() throws(ArpaError) {
        if levels.isEmpty {
            endUnigrams()
        } else {
            if !orphans.isEmpty { adoptOrphans() }
            try endLongerNgrams()
        }
        pending = []
    }

    private mutating func endUnigrams() {
        renameUnknown()
        code = WordCode(idCount: words.count)
        var level = Level()
        level.codes = (0..<WordID(words.count)).map(code.code)
        level.logProbabilities = [Float](repeating: -.infinity, count: words.count)
        level.logBackoffs = [Float](repeating: 0, count: words.count)
        level.lines = [UInt32](repeating: 0, count: words.count)
        for entry in pending {
            level.logProbabilities[Int(entry.key)] = entry.logProbability
            level.logBackoffs[Int(entry.key)] = entry.logBackoff
            level.lines[Int(entry.key)] = UInt32(truncatingIfNeeded: entry.line)
        }
        substituteMarkers(&level)
        levels.append(level)
    }

    private mutating func endLongerNgrams() throws(ArpaError) {
        pending.sort { $0.key < $1.key }
        var level = Level()
        let parents = levels[order - 1].codes.count
        var starts: [UInt32] = []
        let mask = UInt64(1) << UInt64(code.bits) - 1
        for (index, entry) in pending.enumerated() {
            if index > 0 && pending[index - 1].key == entry.key {
                let lines = [pending[index - 1].line, entry.line].sorted()
                throw ArpaError(line: lines[1], "the \(order + 1)-gram of line \(lines[0]) stands again")
            }
            let parent = Int(entry.key >> UInt64(code.bits))
            while starts.count <= parent { starts.append(UInt32(index)) }
            let last = UInt32(truncatingIfNeeded: entry.key & mask)
            level.codes.append(last)
            // No event is `<s>`, whatever a file says of it.
            level.logProbabilities.append(
                code.word(of: last) == Marker.segmentStart ? -.infinity : entry.logProbability)
            level.logBackoffs.append(entry.logBackoff)
            level.lines.append(UInt32(truncatingIfNeeded: entry.line))
        }
        while starts.count <= parents { starts.append(UInt32(pending.count)) }
        levels[order - 1].childStarts = starts
        levels.append(level)
    }

    /// A file may lack `<unk>` or `</s>`: they get what KenLM gives an absent `<unk>`.
    private mutating func substituteMarkers(_ level: inout Level) {
        for marker in [Marker.unknown, Marker.segmentEnd] where !present[Int(marker)] {
            level.logProbabilities[Int(marker)] = Float(-100 * M_LN10)
            notes.append("the file has no \(Marker.texts[Int(marker)]); its log10 probability is taken for -100")
        }
        level.logProbabilities[Int(Marker.segmentStart)] = -.infinity
    }

    /// - Parameter limits: contexts put in count too.
    func model(named name: String, limits: TrieLimits) throws(ArpaError) -> any LanguageModel {
        guard levels.reduce(0, { $0 + $1.codes.count }) <= limits.ngrams else {
            throw ArpaError(
                "the n-grams, and the contexts that they lack, are more than the \(limits.ngrams) that can be numbered",
                remedy: "Prune the model, or leave out its highest order.")
        }
        let shape = TrieShape(levelCounts: levels.map { $0.codes.count }, code: code)
        var childStarts: [UInt32] = []
        for (index, level) in levels.dropLast().enumerated() {
            let offset = UInt32(shape.offsets[index + 1])
            for start in level.childStarts.dropLast() { childStarts.append(start + offset) }
        }
        childStarts.append(UInt32(shape.nodeCount))
        let ngrams = CompactNgrams(
            shape: shape, codes: levels.flatMap(\.codes), childStarts: childStarts,
            logProbabilities: levels.flatMap(\.logProbabilities),
            logBackoffs: levels.dropLast().flatMap(\.logBackoffs)
        ).packed
        try check(ngrams)
        let vocabulary = ModelVocabulary(
            words: (Marker.texts.count..<words.count).map { words[TokenID($0)] }, rule: .size(words.count - 1))
        return BackoffModel(
            name: name, vocabulary: vocabulary, ngrams: .packed(ngrams), notes: notes + countedNotes)
    }

    private var countedNotes: [String] {
        var notes: [String] = []
        if roundedCount > 0 {
            notes.append(
                "log-probabilities above 0 by no more than \(ArpaReader.rounding), which are taken for 0: \(roundedCount)"
            )
        }
        if orphanCount > 0 {
            notes.append(
                "n-grams whose context is no n-gram of the file: \(orphanCount); as to KenLM's probing model, such a context has "
                    + "the probability that backing off gives it, and the weight 1")
        }
        return notes
    }

    private func check(_ ngrams: PackedNgrams) throws(ArpaError) {
        guard let excess = ngrams.probabilityAboveOne(tolerance: ArpaReader.rounding * M_LN10) else { return }
        let level = ngrams.shape.order(of: excess.context)
        let line = levels[level - 1].lines[excess.context - ngrams.shape.offsets[level - 1]]
        let context = excess.history.map { words[$0] }.joined(separator: " ")
        let weight = Float(ngrams.logBackoff(of: excess.context) / M_LN10)
        throw ArpaError(
            line: Int(line),
            "the back-off weight \(weight) of '\(context)' makes the log-probability of '\(words[excess.word])' after it "
                + "\(Float(excess.logProbability / M_LN10))", cause: "No probability is above 1.",
            remedy: "Correct the line, or make the file again.")
    }
}

// MARK: n-grams without their context

extension ArpaTrie {
    /// Puts in the contexts that n-grams of the order at hand lack, as KenLM's probing model does: with the probability
    /// that backing off gives them, and the weight 1, so that every probability is what it is without them.
    private mutating func adoptOrphans() {
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
            if !missing.isEmpty { insert(missing, length: length) }
        }
        for orphan in orphans {
            guard let parent = node(of: orphan.words.dropLast()) else { preconditionFailure("a context put in") }
            let last = code.code(of: orphan.words[orphan.words.count - 1])
            pending.append(
                Pending(
                    key: UInt64(parent) << UInt64(code.bits) | UInt64(last), logProbability: orphan.logProbability,
                    logBackoff: orphan.logBackoff, line: orphan.line))
        }
        orphans = []
    }

    /// Puts contexts of one length in.
    ///
    /// - Parameter missing: by ascending key, none twice; the contexts one word shorter are there.
    private mutating func insert(_ missing: [(key: UInt64, words: [WordID])], length: Int) {
        let old = levels[length - 1]
        let parents = levels[length - 2]
        let isFull = length < order
        var level = Level()
        var starts: [UInt32] = []
        /// By the old number of a node, the new one.
        var numbers: [UInt32] = []
        var next = 0
        func append(_ parent: Int, before code: UInt32?, _ level: inout Level) {
            while next < missing.count, Int(missing[next].key >> UInt64(self.code.bits)) == parent {
                let words = missing[next].words
                let own = self.code.code(of: words[length - 1])
                if let code, own > code { return }
                level.codes.append(own)
                level.logProbabilities.append(
                    words[length - 1] == Marker.segmentStart ? -.infinity : logProbability(of: words[...]))
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

    /// ln P of the last word after the others.
    private func logProbability(of ngram: ArraySlice<WordID>) -> Float {
        if let node = node(of: ngram) { return levels[ngram.count - 1].logProbabilities[node] }
        let context = ngram.dropLast()
        let weight = node(of: context).map { levels[context.count - 1].logBackoffs[$0] } ?? 0
        return weight + logProbability(of: ngram.dropFirst())
    }
}
