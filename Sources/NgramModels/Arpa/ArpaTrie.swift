internal import Counting
internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// The n-grams of an ARPA file, sorted into the form models have, order by order.
struct ArpaTrie {
    /// Probabilities slightly above 1 that were taken for 1.
    var roundedCount = 0

    var words = ArpaWords()
    /// By word, whether it is among the 1-grams.
    var present = [false, false, false]
    private(set) var code = WordCode(idCount: 3)
    var levels: [Level] = []
    var pending: [Pending] = []
    /// n-grams of the order that is being read whose context is no n-gram of the file.
    var orphans: [Orphan] = []
    var orphanCount = 0
    var notes: [String] = []

    struct Level: Sendable {
        var codes: [UInt32] = []
        var logProbabilities: [Float] = []
        var logBackoffs: [Float] = []
        /// Where in the file each stands; 0 for what does not.
        var lines: [UInt32] = []
        var childStarts: [UInt32] = []

        mutating func reserveCapacity(_ count: Int) {
            codes.reserveCapacity(count)
            logProbabilities.reserveCapacity(count)
            logBackoffs.reserveCapacity(count)
            lines.reserveCapacity(count)
        }

        func children(of node: Int) -> Range<Int> { Int(childStarts[node])..<Int(childStarts[node + 1]) }

        /// The child of a node by a code.
        /// - Parameter next: the level of the children.
        @inline(__always)
        func child(_ wanted: UInt32, of node: Int, in next: Level, _ code: WordCode) -> Int? {
            findCode(wanted, bits: code.bits, in: children(of: node)) { next.codes[$0] }
        }
    }

    /// An n-gram as read: the node of all but its last word, and that word's code.
    struct Pending: Sendable {
        var key: UInt64
        var logProbability: Float
        var logBackoff: Float
        var line: UInt32
    }

    /// Orders that are complete.
    var order: Int { levels.count }
    /// n-grams of the order that is being read.
    var pendingCount: Int { pending.count + orphans.count }

    /// Adds a 1-gram.
    mutating func add(_ word: Span<UInt8>, _ numbers: ArpaFields.Numbers, line: Int) throws(ArpaError) {
        if numbers.isRounded { roundedCount += 1 }
        pending.append(
            Pending(
                key: UInt64(try newWord(word, line: line)), logProbability: numbers.logProbability,
                logBackoff: numbers.logBackoff, line: UInt32(truncatingIfNeeded: line)))
    }

    /// What the lines of the next order are looked up in.
    func lines(isContext: Bool) -> ArpaLines {
        ArpaLines(order: order + 1, isContext: isContext, words: words, levels: levels, code: code)
    }

    /// Adds n-grams of the order at hand that were read.
    /// - Parameter announced: how many there are to be.
    mutating func add(_ piece: ArpaLines.Piece, announced: Int) throws(ArpaError) {
        let room = announced - pendingCount
        if piece.count > room {
            let lines = (piece.entries.map { Int($0.line) } + piece.orphans.map(\.line)).sorted()
            throw ArpaReader.tooMany(order + 1, announced: announced, line: lines[room])
        }
        if pending.isEmpty { pending.reserveCapacity(min(announced, 1 << 24)) }
        pending += piece.entries
        orphans += piece.orphans
        roundedCount += piece.roundedCount
        if let error = piece.error { throw error }
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
        let text = words.marksSpaces ? ArpaWord.read(valid) : valid
        let id = words.table.insert(text)
        if Int(id) < present.count {
            guard !present[Int(id)] else { throw ArpaError(line: line, "the 1-gram '\(text)' stands twice") }
            present[Int(id)] = true
        } else {
            present.append(true)
        }
        return id
    }

    // MARK: Orders

    func child(_ wanted: UInt32, of node: Int, level: Int) -> Int? {
        levels[level - 1].child(wanted, of: node, in: levels[level], code)
    }

    /// Ends the order that was read.
    mutating func endOrder() throws(ArpaError) {
        if levels.isEmpty {
            endUnigrams()
        } else {
            if !orphans.isEmpty { try adoptOrphans() }
            try endLongerNgrams()
        }
        pending = []
    }

    private mutating func endUnigrams() {
        renameUnknown()
        code = WordCode(idCount: words.table.count)
        var level = Level()
        level.codes = (0..<WordID(words.table.count)).map(code.code)
        level.logProbabilities = [Float](repeating: -.infinity, count: words.table.count)
        level.logBackoffs = [Float](repeating: 0, count: words.table.count)
        level.lines = [UInt32](repeating: 0, count: words.table.count)
        for entry in pending {
            level.logProbabilities[Int(entry.key)] = entry.logProbability
            level.logBackoffs[Int(entry.key)] = entry.logBackoff
            level.lines[Int(entry.key)] = entry.line
        }
        substituteMarkers(&level)
        levels.append(level)
    }

    private mutating func endLongerNgrams() throws(ArpaError) {
        let parents = levels[order - 1].codes.count
        let bits = code.bits + max(1, Int.bitWidth - parents.leadingZeroBitCount)
        var places = pending.indices.map {
            PositionedKey(key: pending[$0].key, position: UInt32(truncatingIfNeeded: $0))
        }
        RadixSort.sort(&places, significantBits: min(64, bits))
        var level = Level()
        level.reserveCapacity(pending.count)
        var starts: [UInt32] = []
        starts.reserveCapacity(parents + 1)
        let mask = UInt64(1) << UInt64(code.bits) - 1
        for (index, place) in places.enumerated() {
            let entry = pending[Int(place.position)]
            if index > 0 && places[index - 1].key == entry.key {
                let lines = [pending[Int(places[index - 1].position)].line, entry.line].sorted()
                throw ArpaError(line: Int(lines[1]), "the \(order + 1)-gram of line \(lines[0]) stands again")
            }
            let parent = Int(entry.key >> UInt64(code.bits))
            while starts.count <= parent { starts.append(UInt32(index)) }
            let last = UInt32(truncatingIfNeeded: entry.key & mask)
            level.codes.append(last)
            // No event is `<s>`, whatever a file says of it.
            level.logProbabilities.append(
                code.word(of: last) == Marker.segmentStart ? -.infinity : entry.logProbability)
            level.logBackoffs.append(entry.logBackoff)
            level.lines.append(entry.line)
        }
        while starts.count <= parents { starts.append(UInt32(pending.count)) }
        levels[order - 1].childStarts = starts
        levels.append(level)
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
            words: (Marker.texts.count..<words.table.count).map { words.table[TokenID($0)] },
            rule: .size(words.table.count - 1))
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
        throw aboveOne(
            context: excess.context - ngrams.shape.offsets[level - 1], history: excess.history[...], word: excess.word,
            logProbability: excess.logProbability)
    }

    /// What to say of a word whose probability is above 1 by the back-off weight of a context.
    ///
    /// - Parameters:
    ///   - context: its node, counted within its order.
    ///   - history: its words.
    func aboveOne(
        context: Int, history: ArraySlice<WordID>, word: WordID, logProbability: Double
    ) -> ArpaError {
        let level = levels[history.count - 1]
        // As few digits as single precision has without rounding errors.
        func text(_ natural: Double) -> String { String(format: "%.6g", natural / M_LN10) }
        let words = (history.map { self.words.table[$0] }.joined(separator: " "), self.words.table[word])
        return ArpaError(
            line: Int(level.lines[context]),
            "the back-off weight \(text(Double(level.logBackoffs[context]))) of '\(words.0)' makes the log-probability of "
                + "'\(words.1)' after it \(text(logProbability))", cause: "No probability is above 1.",
            remedy: "Correct the line, or make the file again.")
    }
}
