internal import Counting
internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// The n-grams of an ARPA file, sorted into the form models have, order by order.
struct ArpaTrie {
    private struct Level {
        var codes: [UInt32] = []
        var logProbabilities: [Float] = []
        var logBackoffs: [Float] = []
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

    private var words = TypeTable()
    private var present = [false, false, false]
    private var code = WordCode(idCount: 3)
    private var levels: [Level] = []
    private var pending: [Pending] = []
    private var notes: [String] = []

    /// Orders that are complete.
    var order: Int { levels.count }
    /// n-grams of the order that is being read.
    var pendingCount: Int { pending.count }

    mutating func add(
        _ fields: ArraySlice<ArraySlice<UInt8>>, logProbability: Double, logBackoff: Double, line: Int
    ) throws(ArpaError) {
        var key: UInt64
        if levels.isEmpty {
            key = UInt64(try newWord(fields[fields.startIndex], line: line))
        } else {
            var node = 0
            for (depth, field) in fields.enumerated() {
                let text = try Self.word(field, line: line)
                guard let word = words.id(of: text) else {
                    throw ArpaError(line: line, "the word '\(text)' is not among the 1-grams")
                }
                if depth == fields.count - 1 {
                    node = node << code.bits | Int(code.code(of: word))
                } else if depth == 0 {
                    node = Int(word)
                } else if let child = child(code.code(of: word), of: node, level: depth) {
                    node = child
                } else {
                    let context = fields.dropLast().map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
                    throw ArpaError(
                        line: line, "'\(context)' is not among the \(fields.count - 1)-grams",
                        cause: "Every n-gram's first words are an n-gram of the order below.",
                        remedy: "Make the file again with a tool that keeps them.")
                }
            }
            key = UInt64(node)
        }
        pending.append(
            Pending(
                key: key, logProbability: Float(logProbability), logBackoff: Float(logBackoff), line: line))
    }

    private mutating func newWord(_ field: ArraySlice<UInt8>, line: Int) throws(ArpaError) -> WordID {
        let text = try Self.word(field, line: line)
        let id = words.insert(text)
        if Int(id) < present.count {
            guard !present[Int(id)] else { throw ArpaError(line: line, "the 1-gram '\(text)' stands twice") }
            present[Int(id)] = true
        } else {
            present.append(true)
        }
        return id
    }

    /// A word as we spell it.
    private static func word(_ field: ArraySlice<UInt8>, line: Int) throws(ArpaError) -> String {
        guard let text = String(validating: field, as: UTF8.self) else {
            throw ArpaError(
                line: line, "a word is no UTF-8", cause: "The file is in another encoding, or damaged.",
                remedy: "Make it UTF-8 first, as by iconv -f WINDOWS-1252 -t UTF-8.")
        }
        // Other tools' spelling of the unknown word.
        return text == "<UNK>" ? Marker.texts[0] : ArpaWord.read(text)
    }

    private func child(_ wanted: UInt32, of node: Int, level: Int) -> Int? {
        let codes = levels[level].codes
        return findCode(wanted, bits: code.bits, in: levels[level - 1].children(of: node)) { codes[$0] }
    }

    /// Ends the order that was read.
    mutating func endOrder() throws(ArpaError) {
        var level = Level()
        if levels.isEmpty {
            code = WordCode(idCount: words.count)
            level.codes = (0..<WordID(words.count)).map(code.code)
            level.logProbabilities = [Float](repeating: -.infinity, count: words.count)
            level.logBackoffs = [Float](repeating: 0, count: words.count)
            for entry in pending {
                level.logProbabilities[Int(entry.key)] = entry.logProbability
                level.logBackoffs[Int(entry.key)] = entry.logBackoff
            }
            substituteMarkers(&level)
        } else {
            pending.sort { $0.key < $1.key }
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
            }
            while starts.count <= parents { starts.append(UInt32(pending.count)) }
            levels[order - 1].childStarts = starts
        }
        levels.append(level)
        pending = []
    }

    /// A file may lack `<unk>` or `</s>`: they get what KenLM gives an absent `<unk>`.
    private mutating func substituteMarkers(_ level: inout Level) {
        for marker in [Marker.unknown, Marker.segmentEnd] where !present[Int(marker)] {
            level.logProbabilities[Int(marker)] = Float(-100 * M_LN10)
            notes.append("the file has no \(Marker.texts[Int(marker)]); its log10 probability is taken for -100")
        }
        level.logProbabilities[Int(Marker.segmentStart)] = -.infinity
    }

    func model(named name: String) throws(ArpaError) -> any LanguageModel {
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
            logBackoffs: levels.dropLast().flatMap(\.logBackoffs))
        let vocabulary = ModelVocabulary(
            words: (Marker.texts.count..<words.count).map { words[TokenID($0)] }, rule: .size(words.count - 1))
        return BackoffModel(name: name, vocabulary: vocabulary, ngrams: .packed(ngrams.packed), notes: notes)
    }
}
