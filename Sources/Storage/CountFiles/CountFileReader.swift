internal import Basics
internal import Documents
internal import Foundation
internal import Tokenization

/// Reads n-gram counts as text, a line each: words divided by spaces, a tab, the count. SRILM writes such files, and
/// Google's, a folder for each order.
struct CountFileReader {
    /// A file, and which words stand for the bounds of segments and for what is unknown.
    struct File: Hashable {
        let path: String
        /// Whether it is of Google's layout, which writes `<S>`, `</S>` and `<UNK>`.
        let isGoogles: Bool
    }

    private static let longestLine = 1 << 20
    private static let lineFeed = UInt8(ascii: "\n")

    /// The files that paths name: themselves, or of a folder in Google's layout or of the Spark job those of orders 1 to 3.
    static func files(_ paths: [String]) throws -> [File] {
        try paths.flatMap { path -> [File] in
            var isFolder: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                return [File(path: path, isGoogles: false)]
            }
            let files = googleFiles(in: path)
            if !files.isEmpty { return files.map { File(path: $0, isGoogles: true) } }
            let parts = sparkFiles(in: path)
            guard !parts.isEmpty else { throw CountFileError.noCountsInFolder(path) }
            return parts.map { File(path: $0, isGoogles: false) }
        }
    }

    /// `text/order=1/part-000000.txt`…, packed or not, also where the folder of the text is given.
    private static func sparkFiles(in folder: String) -> [String] {
        (1...3).flatMap { order in
            for place in ["\(folder)/text/order=\(order)", "\(folder)/order=\(order)"] {
                let names = (try? FileManager.default.contentsOfDirectory(atPath: place))?.sorted() ?? []
                let parts = names.filter { $0.hasPrefix("part-") && !$0.hasSuffix(".parquet") }
                if !parts.isEmpty { return parts.map { place + "/" + $0 } }
            }
            return []
        }
    }

    /// `1gms/vocab.gz`, `2gms/2gm-0001.gz`…, also where the folders of the orders are not there. What else such folders have
    /// says the same otherwise: `vocab_cs.gz` is sorted by frequency, `total` a sum, `2gm.idx` an index.
    private static func googleFiles(in folder: String) -> [String] {
        var found: [String] = []
        for order in 1...3 {
            for place in [folder + "/\(order)gms", folder] {
                let names = (try? FileManager.default.contentsOfDirectory(atPath: place))?.sorted() ?? []
                let wanted = names.filter { name in
                    let stem = name.split(separator: ".").first.map(String.init) ?? name
                    return order == 1 && stem == "vocab" || stem.hasPrefix("\(order)gm-")
                }
                found += wanted.map { place + "/" + $0 }
                if !wanted.isEmpty { break }
            }
        }
        return found
    }

    let file: File
    /// How many bytes were read, before they were unpacked.
    private(set) var bytesRead = 0
    private(set) var notes: [String] = []

    init(_ file: File) { self.file = file }

    /// Calls `body` with each line that is not empty and its number, without its end.
    ///
    /// - Throws: `InputError`, `CountFileError`, what `body` throws.
    mutating func forEachLine(_ body: (Span<UInt8>, Int) throws -> Void) throws {
        let content = try InputContent(InputOrigin(argument: file.path))
        var (buffer, chunk): ([UInt8], [UInt8]) = ([], [])
        var line = 0
        repeat {
            try content.next(into: &chunk)
            bytesRead = content.bytesRead
            buffer += chunk
            if chunk.isEmpty, let last = buffer.last, last != Self.lineFeed { buffer.append(Self.lineFeed) }
            let taken = try Self.forEachLine(in: buffer.span, after: &line, body)
            buffer.removeFirst(taken)
            guard buffer.count <= Self.longestLine else {
                throw CountFileError.badLine(CountFilePlace(file: file.path, line: line + 1), .tooLong)
            }
        } while !chunk.isEmpty
        notes = content.notes
    }

    /// - Returns: the bytes of the lines that end in these.
    private static func forEachLine(
        in bytes: Span<UInt8>, after line: inout Int, _ body: (Span<UInt8>, Int) throws -> Void
    ) throws -> Int {
        var start = 0
        while let end = end(of: bytes, from: start) {
            line += 1
            let isReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
            let text = bytes.extracting(start..<(isReturn ? end - 1 : end))
            if !text.isEmpty { try body(text, line) }
            start = end + 1
        }
        return start
    }

    private static func end(of bytes: Span<UInt8>, from start: Int) -> Int? {
        var place = start
        while place < bytes.count {
            if bytes[place] == lineFeed { return place }
            place &+= 1
        }
        return nil
    }
}

/// A line of a file of counts, taken apart.
struct CountLine {
    /// Where each word stands.
    private(set) var words: [Range<Int>] = []
    private(set) var count = 0

    private static let (space, tab) = (UInt8(ascii: " "), UInt8(ascii: "\t"))

    /// Takes a line apart.
    mutating func parse(_ line: Span<UInt8>) throws(CountFileFault) {
        words.removeAll(keepingCapacity: true)
        var end = line.count
        while end > 0, line[end - 1] != Self.tab { end -= 1 }
        guard end > 0 else { throw .init(.noCount) }
        guard (try? UTF8Span(validating: line)) != nil else { throw .init(.notUTF8) }
        count = try Self.number(line.extracting(end..<line.count))
        var start = 0
        for place in 0..<end where line[place] == Self.space || line[place] == Self.tab {
            if place > start { words.append(start..<place) }
            start = place + 1
        }
        if words.isEmpty { throw .init(.noWord) }
    }

    private static func number(_ digits: Span<UInt8>) throws(CountFileFault) -> Int {
        var value = 0
        for index in digits.indices {
            let digit = Int(digits[index]) - 48
            guard (0...9).contains(digit), value <= largestCount else { throw bad(digits) }
            value = value * 10 + digit
        }
        guard value > 0, value <= largestCount else { throw bad(digits) }
        return value
    }

    private static func bad(_ digits: Span<UInt8>) -> CountFileFault {
        .init(.badCount(String(decoding: digits.indices.map { digits[$0] }, as: UTF8.self)))
    }
}

/// What is wrong with a line, before it is known where it stands.
struct CountFileFault: Error {
    let fault: CountFileError.Fault

    init(_ fault: CountFileError.Fault) { self.fault = fault }
}
