internal import Basics
internal import Foundation
package import LanguageModeling
package import Tokenization

/// Reads a model in the ARPA format as its bytes arrive, whatever tool wrote it.
///
/// ```swift
/// var reader = ArpaReader()
/// while let chunk = try file.read(upToCount: 1 << 20) { try reader.append(chunk.span) }
/// let model = try reader.finish(named: "news")
/// ```
/// Back-off columns may be missing, fields may be separated by tabs or spaces, lines may end in CRLF, n-grams may come
/// in any order, `<unk>` may be absent, and a byte-order mark may announce UTF-8 or UTF-16. −99 is the logarithm of
/// zero. A contradiction or a probability above 1 is an error that names the line.
package struct ArpaReader {
    private enum Section: Equatable {
        case head, data, between
        case ngrams(Int)
        case ended
    }

    /// Log₁₀ probabilities above 0 by no more than this are rounding errors of whoever wrote them.
    static let rounding = 1e-6

    /// What cuts a text into the tokens that the model knows, if the file says.
    package private(set) var tokenizer: TokenizerSettings?

    private var section = Section.head
    private var line = 0
    /// The file's beginning, until it is long enough to tell what it is.
    private var head: [UInt8]? = []
    /// Makes UTF-8 of a file in UTF-16.
    private var decoder: TextDecoder?
    /// An unfinished line.
    private var rest: [UInt8] = []
    /// Where the fields of the line at hand stand.
    private var fields: [Range<Int>] = []
    /// What the head announces, by order.
    private var announced: [Int] = []
    private var trie = ArpaTrie()
    private let limits: TrieLimits

    package init() { self.init(limits: TrieLimits()) }

    package init(limits: TrieLimits) { self.limits = limits }

    /// Reads the next bytes of the file.
    /// - Throws: `ArpaError`.
    package mutating func append(_ bytes: Span<UInt8>) throws(ArpaError) {
        guard var begun = head else { return try takeBytes(bytes) }
        for index in bytes.indices { begun.append(bytes[index]) }
        head = begun
        if ArpaHead.tells(begun) { try begin() }
    }

    /// Ends the file and returns the model.
    /// - Throws: `ArpaError`.
    package mutating func finish(named name: String) throws(ArpaError) -> any LanguageModel {
        if head != nil { try begin() }
        if var decoder {
            var text: [UInt8] = []
            do { try decoder.finish(into: &text) } catch { throw Self.undecodable(error) }
            try takeLines(text.span)
        }
        if !rest.isEmpty { try takeRest() }
        guard section == .ended else {
            throw section == .head
                ? ArpaError("there is no \\data\\ line: this is no ARPA file")
                : ArpaError(
                    "the file ends after line \(line) without \\end\\", cause: "It was cut off.",
                    remedy: "Copy or make it again.")
        }
        return try trie.model(named: name, limits: limits)
    }

    // MARK: Bytes

    /// Looks at the file's beginning.
    private mutating func begin() throws(ArpaError) {
        guard let head else { return }
        self.head = nil
        if let format = ArpaHead.foreignFormat(of: head) { throw .otherFormat(format) }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return try takeBytes(head.span.extracting(3..<head.count)) }
        // Every file begins with an ASCII character, so that a zero beside it is UTF-16 even without a mark.
        let isUTF16 =
            head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
            || head.count > 1 && (head[0] == 0) != (head[1] == 0)
        if isUTF16 { decoder = TextDecoder(encoding: .utf16) }
        try takeBytes(head.span)
    }

    private mutating func takeBytes(_ bytes: Span<UInt8>) throws(ArpaError) {
        guard decoder != nil else { return try takeLines(bytes) }
        var text: [UInt8] = []
        do { try decoder?.decode(bytes, into: &text) } catch { throw Self.undecodable(error) }
        try takeLines(text.span)
    }

    private static func undecodable(_ error: TextError) -> ArpaError {
        ArpaError(error.fact, cause: error.cause, remedy: "Copy or make the file again.")
    }

    private mutating func takeLines(_ bytes: Span<UInt8>) throws(ArpaError) {
        var start = 0
        for index in bytes.indices where bytes[index] == 0x0A {
            if rest.isEmpty {
                try takeLine(bytes.extracting(start..<index))
            } else {
                for place in start..<index { rest.append(bytes[place]) }
                try takeRest()
            }
            start = index + 1
        }
        for place in start..<bytes.count { rest.append(bytes[place]) }
    }

    private mutating func takeRest() throws(ArpaError) {
        let line = rest
        rest.removeAll(keepingCapacity: true)
        try takeLine(line.span)
    }

    // MARK: Lines

    private mutating func takeLine(_ whole: Span<UInt8>) throws(ArpaError) {
        line += 1
        var end = whole.count
        while end > 0, whole[end - 1] == 0x0D || whole[end - 1] == 0x20 || whole[end - 1] == 0x09 { end -= 1 }
        let text = whole.extracting(0..<end)
        if case .ngrams(let order) = section, end > 0, text[0] != 0x5C { return try takeNgram(order, text) }
        let string = text.string
        guard let first = string.split(whereSeparator: { $0 == " " || $0 == "\t" }).first else {
            if section == .data && !announced.isEmpty { section = .between }
            return
        }
        switch section {
        case .head: try takeHead(string)
        case .ended: return
        case .data where !first.hasPrefix("\\"): try takeCount(string)
        case .data, .between, .ngrams:
            guard first.hasPrefix("\\") else {
                throw ArpaError(
                    line: line, "'\(string.prefix(40))' stands outside of all sections",
                    cause: "A heading as \\2-grams: is missing or misspelt.")
            }
            try takeHeading(String(first))
        }
    }

    private mutating func takeHead(_ text: String) throws(ArpaError) {
        if text == "\\data\\" {
            section = .data
        } else if text == ArpaWord.comment {
            trie.marksSpaces = true
        } else if let settings = try ArpaHead.tokenizer(in: text, line: line) {
            tokenizer = settings
        }
    }

    /// `ngram 2=18716`
    private mutating func takeCount(_ text: String) throws(ArpaError) {
        let parts = text.split { $0 == " " || $0 == "\t" || $0 == "=" }
        guard parts.count == 3, parts[0] == "ngram", let order = Int(parts[1]), let count = Int(parts[2]), count >= 0
        else { throw ArpaError(line: line, "'\(text.prefix(60))' is not of the form ngram 2=18716") }
        guard order == announced.count + 1 else {
            throw ArpaError(line: line, "order \(order) is announced where order \(announced.count + 1) is next")
        }
        // The three markers may be missing among the 1-grams, and are added.
        guard count <= limits.ngrams - Marker.texts.count - announced.reduce(0, +) else {
            throw ArpaError(
                line: line,
                "the file announces \(count) \(order)-grams, and only \(limits.ngrams) n-grams can be numbered in all",
                remedy: "Prune it, or leave out its highest order.")
        }
        announced.append(count)
    }

    private mutating func takeHeading(_ heading: String) throws(ArpaError) {
        try endSection()
        if heading == "\\end\\" {
            guard !announced.isEmpty else {
                throw ArpaError(
                    line: line, "the file ends without announcing a single n-gram",
                    cause: "Lines as ngram 1=4268 are missing after \\data\\.")
            }
            guard trie.order == announced.count else {
                throw ArpaError(line: line, "the file ends before its \(trie.order + 1)-grams")
            }
            section = .ended
            return
        }
        guard heading.hasPrefix("\\"), heading.hasSuffix("-grams:"), let order = Int(heading.dropFirst().dropLast(7))
        else { throw ArpaError(line: line, "the heading '\(heading.prefix(40))' is unknown") }
        guard order == trie.order + 1, order <= announced.count else {
            throw ArpaError(
                line: line, "the section of \(order)-grams stands where another is due",
                cause: "\(announced.count) orders are announced, and \(trie.order) were read.")
        }
        section = .ngrams(order)
    }

    private mutating func endSection() throws(ArpaError) {
        guard case .ngrams(let order) = section else { return }
        let found = trie.pendingCount
        guard found == announced[order - 1] else {
            throw ArpaError(
                line: line, "\(found) \(order)-grams stand here, and \(announced[order - 1]) are announced",
                cause: "The file was cut or edited.", remedy: "Make it again, or correct the line ngram \(order)=.")
        }
        try trie.endOrder()
    }

    // MARK: n-grams

    private mutating func takeNgram(_ order: Int, _ text: Span<UInt8>) throws(ArpaError) {
        fields.removeAll(keepingCapacity: true)
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == 0x20 || text[index] == 0x09 {
            if index > start { fields.append(start..<index) }
            start = index + 1
        }
        guard fields.count == order + 1 || fields.count == order + 2 else {
            throw ArpaError(
                line: line,
                "\(fields.count) \(fields.count == 1 ? "field stands" : "fields stand") where a \(order)-gram has \(order + 1) or \(order + 2)",
                cause: "Fields are the probability, \(order) words, and perhaps a back-off weight.")
        }
        var probability = try number(text.extracting(fields[0]), "log-probability")
        if probability > 0 {
            guard probability <= Self.rounding else {
                throw ArpaError(
                    line: line, "the log-probability \(probability) is positive", cause: "No probability is above 1.",
                    remedy: "Correct the line; some tools write 0 or a small number for what should be -99.")
            }
            probability = 0
            trie.roundedCount += 1
        }
        let backoff = fields.count == order + 2 ? try number(text.extracting(fields[order + 1]), "back-off weight") : 0
        guard backoff == 0 || order < announced.count else {
            throw ArpaError(line: line, "a \(order)-gram of the highest order has a back-off weight")
        }
        guard trie.pendingCount < announced[order - 1] else {
            throw ArpaError(line: line, "more \(order)-grams stand here than the \(announced[order - 1]) announced")
        }
        try trie.add(
            text, words: fields[1...order], logProbability: Self.natural(probability),
            logBackoff: Self.natural(backoff),
            line: line)
    }

    /// The natural logarithm of what has this one to base 10.
    private static func natural(_ logarithm: Double) -> Float {
        logarithm == ArpaNumber.zero ? -.infinity : Float(logarithm * M_LN10)
    }

    private func number(_ field: Span<UInt8>, _ what: String) throws(ArpaError) -> Double {
        guard let number = ArpaNumber.parse(field), !number.isNaN, number < 1e37 else {
            throw ArpaError(line: line, "the \(what) '\(field.string.prefix(40))' is no number")
        }
        return number
    }
}

extension Span<UInt8> {
    /// The text that the bytes are, with U+FFFD for what is none.
    var string: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for index in indices { bytes.append(self[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
