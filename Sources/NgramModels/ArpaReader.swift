internal import Foundation
public import LanguageModeling
internal import Tokenization

/// Reads a model in ARPA's format as its bytes come in, whoever wrote it.
///
/// ```swift
/// var reader = ArpaReader()
/// while let chunk = try file.read(upToCount: 1 << 20) { try reader.append(chunk) }
/// let model = try reader.finish(named: "news")
/// ```
/// Back-off columns may be missing, fields be divided by tabs or spaces, lines end in CRLF, n-grams come in any order,
/// and `<unk>` be absent. What contradicts itself is an error that names the line.
public struct ArpaReader {
    private enum Section: Equatable {
        case head, data, between
        case ngrams(Int)
        case ended
    }

    private var section = Section.head
    private var line = 0
    /// An unfinished line.
    private var rest: [UInt8] = []
    /// What the head announces, by order.
    private var announced: [Int] = []
    private var trie = ArpaTrie()
    private let limits: TrieLimits

    public init() { self.init(limits: TrieLimits()) }

    package init(limits: TrieLimits) { self.limits = limits }

    /// Takes the next bytes of the file.
    /// - Throws: `ArpaError`.
    public mutating func append(_ bytes: some Sequence<UInt8>) throws(ArpaError) {
        for byte in bytes {
            if byte != 0x0A {
                rest.append(byte)
            } else {
                try takeLine()
            }
        }
    }

    /// Ends the file and makes the model of it.
    /// - Throws: `ArpaError`.
    public mutating func finish(named name: String) throws(ArpaError) -> any LanguageModel {
        if !rest.isEmpty { try takeLine() }
        guard section == .ended else {
            throw section == .head
                ? ArpaError("there is no \\data\\ line: this is no ARPA file")
                : ArpaError(
                    "the file ends after line \(line) without \\end\\", cause: "It was cut off.",
                    remedy: "Copy or make it again.")
        }
        return try trie.model(named: name)
    }

    private mutating func takeLine() throws(ArpaError) {
        line += 1
        while let last = rest.last, last == 0x0D || last == 0x20 || last == 0x09 { rest.removeLast() }
        let fields = rest.split { $0 == 0x20 || $0 == 0x09 }
        defer { rest.removeAll(keepingCapacity: true) }
        guard let first = fields.first else {
            if section == .data && !announced.isEmpty { section = .between }
            return
        }
        if section == .head {
            guard line > 1 || !rest.starts(with: [0x1F, 0x8B]) else {
                throw ArpaError(
                    "this is a gzip file", remedy: "Decompress it first: gzip -dc FILE | gram import DB NAME -")
            }
            if rest == Array("\\data\\".utf8) { section = .data }
            return
        }
        if section == .ended { return }
        if first.first == 0x5C, section == .data || section == .between || fields.count == 1 {
            return try takeHeading(String(decoding: first, as: UTF8.self))
        }
        switch section {
        case .data: try takeCount()
        case .ngrams(let order): try takeNgram(order, fields)
        default:
            throw ArpaError(
                line: line, "'\(String(decoding: rest.prefix(40), as: UTF8.self))' stands outside of all sections",
                cause: "A heading as \\2-grams: is missing or misspelt.")
        }
    }

    /// `ngram 2=18716`
    private mutating func takeCount() throws(ArpaError) {
        let text = String(decoding: rest, as: UTF8.self)
        let parts = text.split { $0 == " " || $0 == "\t" || $0 == "=" }
        guard parts.count == 3, parts[0] == "ngram", let order = Int(parts[1]), let count = Int(parts[2]), count >= 0
        else { throw ArpaError(line: line, "'\(text.prefix(60))' is not of the form ngram 2=18716") }
        guard order == announced.count + 1 else {
            throw ArpaError(line: line, "order \(order) is announced where order \(announced.count + 1) is next")
        }
        // The three markers may be missing among the 1-grams, and are added.
        guard count <= limits.ngrams - Marker.texts.count - announced.reduce(0, +) else {
            throw ArpaError(
                line: line, "the file announces more n-grams than the \(limits.ngrams) that can be numbered",
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

    private mutating func takeNgram(_ order: Int, _ fields: [ArraySlice<UInt8>]) throws(ArpaError) {
        guard fields.count == order + 1 || fields.count == order + 2 else {
            throw ArpaError(
                line: line, "\(fields.count) fields stand where a \(order)-gram has \(order + 1) or \(order + 2)",
                cause: "Fields are the probability, \(order) words, and perhaps a back-off weight.")
        }
        let probability = try number(fields[0], "log-probability")
        guard probability <= 0 else {
            throw ArpaError(
                line: line, "the log-probability \(probability) is positive", cause: "No probability is above 1.",
                remedy: "Correct the line; some tools write 0 or a small number for what should be -99.")
        }
        let backoff = fields.count == order + 2 ? try number(fields[order + 1], "back-off weight") : 0
        guard backoff == 0 || order < announced.count else {
            throw ArpaError(line: line, "a \(order)-gram of the highest order has a back-off weight")
        }
        guard trie.pendingCount < announced[order - 1] else {
            throw ArpaError(line: line, "more \(order)-grams stand here than the \(announced[order - 1]) announced")
        }
        try trie.add(
            fields[1...order], logProbability: probability * M_LN10, logBackoff: backoff * M_LN10, line: line)
    }

    private func number(_ field: ArraySlice<UInt8>, _ what: String) throws(ArpaError) -> Double {
        let text = String(decoding: field, as: UTF8.self)
        guard let number = Double(text), !number.isNaN, number < 1e37 else {
            throw ArpaError(line: line, "the \(what) '\(text.prefix(40))' is no number")
        }
        return number
    }
}
