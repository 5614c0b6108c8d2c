internal import Basics
internal import Foundation
internal import LanguageModeling
package import Tokenization

/// Reads a model in the ARPA format as its bytes arrive, whatever tool wrote it.
///
/// ```swift
/// var reader = ArpaReader(plan: SpillPlan(memory: 1 << 30, folder: "/tmp", threads: 4))
/// while let chunk = try file.read(upToCount: 1 << 20) { try reader.append(Array(chunk)) }
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
    /// What is still to be read: an unfinished line; in a section of an order above 1 as much as is worth several threads.
    private var rest: [UInt8] = []
    /// What the head announces, by order.
    private var announced: [Int] = []
    private var trie: ArpaTrie
    private let limits: TrieLimits
    private let plan: SpillPlan

    /// - Parameter plan: besides the list of words.
    package init(plan: SpillPlan, limits: TrieLimits = TrieLimits()) {
        (self.plan, self.limits) = (plan, limits)
        trie = ArpaTrie(plan: plan)
    }

    /// Reads the next bytes of the file.
    /// - Throws: `ArpaError`, `SpillError`.
    package mutating func append(_ bytes: [UInt8]) throws {
        guard var begun = head else { return try takeBytes(bytes) }
        begun += bytes
        head = begun
        if ArpaHead.tells(begun) { try begin() }
    }

    /// Ends the file and returns the model.
    /// - Throws: `ArpaError`, `SpillError`.
    package mutating func finish(named name: String) throws -> ArpaModel {
        if head != nil { try begin() }
        if var decoder {
            var text: [UInt8] = []
            do { try decoder.finish(into: &text) } catch { throw Self.undecodable(error) }
            rest += text
        }
        if let last = rest.last, last != 0x0A { rest.append(0x0A) }
        try takeRest(isEnd: true)
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
    private mutating func begin() throws {
        guard let head else { return }
        self.head = nil
        if let format = ArpaHead.foreignFormat(of: head) { throw ArpaError.otherFormat(format) }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return try takeBytes(Array(head.dropFirst(3))) }
        // Every file begins with an ASCII character, so that a zero beside it is UTF-16 even without a mark.
        let isUTF16 =
            head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
            || head.count > 1 && (head[0] == 0) != (head[1] == 0)
        if isUTF16 { decoder = TextDecoder(encoding: .utf16) }
        try takeBytes(head)
    }

    private mutating func takeBytes(_ bytes: [UInt8]) throws {
        if decoder == nil {
            rest += bytes
        } else {
            do {
                try decoder?.decode(bytes.span, into: &rest)
            } catch {
                // What is wrong before comes first.
                try takeRest(isEnd: true)
                throw Self.undecodable(error)
            }
        }
        try takeRest(isEnd: false)
    }

    private static func undecodable(_ error: TextError) -> ArpaError {
        ArpaError(error.fact, cause: error.cause, remedy: "Copy or make the file again.")
    }

    /// Reads whole lines of the rest.
    ///
    /// - Parameter isEnd: whether no more will come; else lines may be left to be read with others.
    private mutating func takeRest(isEnd: Bool) throws {
        let bytes = rest
        rest = []
        var start = 0
        while true {
            if case .ngrams(let order) = section, order > 1 {
                guard isEnd || bytes.count - start >= plan.blockLength else { break }
                start = try takeNgrams(bytes, from: start, order)
            }
            guard let end = bytes[start...].firstIndex(of: 0x0A) else { break }
            try takeLine(bytes.span.extracting(start..<end))
            start = end + 1
        }
        rest = start == 0 ? bytes : Array(bytes[start...])
    }

    /// Reads whole lines up to a heading.
    ///
    /// - Returns: where they end.
    private mutating func takeNgrams(_ bytes: [UInt8], from start: Int, _ order: Int) throws -> Int {
        guard let end = bytes.lastIndex(of: 0x0A), end >= start, let lines = trie.lines else { return start }
        let read = lines.pieces(of: bytes, start..<end + 1, after: line, threads: plan.threads)
        line += read.lines
        for piece in read.pieces { try trie.add(piece, announced: announced[order - 1]) }
        return read.end
    }

    // MARK: Lines

    private mutating func takeLine(_ whole: Span<UInt8>) throws {
        line += 1
        let text = whole.extracting(0..<ArpaFields.length(of: whole))
        if section == .ngrams(1), text.count > 0, text[0] != 0x5C { return try takeUnigram(text) }
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
            trie.words.marksSpaces = true
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

    private mutating func takeHeading(_ heading: String) throws {
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
        if order > 1 { try trie.beginOrder(isContext: order < announced.count) }
    }

    private mutating func endSection() throws {
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

    private mutating func takeUnigram(_ text: Span<UInt8>) throws(ArpaError) {
        var fields = ArpaFields(order: 1)
        _ = fields.split(text, from: 0)
        let numbers = try fields.numbers(of: text, isContext: announced.count > 1, line: line)
        guard trie.pendingCount < announced[0] else { throw Self.tooMany(1, announced: announced[0], line: line) }
        try trie.add(text.extracting(fields.range(1)), numbers, line: line)
    }

    static func tooMany(_ order: Int, announced: Int, line: Int) -> ArpaError {
        ArpaError(line: line, "more \(order)-grams stand here than the \(announced) announced")
    }
}

extension SpillPlan {
    /// Bytes of a file that are read at a time: what is made of them takes about three times as much.
    fileprivate var blockLength: Int { threads * max(1 << 12, min(1 << 24, memory / (16 * threads))) }
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
