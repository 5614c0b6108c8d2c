internal import Basics
internal import Foundation
internal import Tokenization

/// Cuts a stream of bytes into units as it comes; the units do not depend on the pieces in which it comes.
///
/// Lines end at LF; a CR before it belongs to the line end. A last line without one counts as well.
package struct UnitCutter: Sendable {
    private let kind: ScoringUnit.Kind
    private let field: String?
    private let lossy: Bool
    /// What has come of a unit that has not ended.
    private var rest: [UInt8] = []
    /// How far the rest has been searched for an end.
    private var searched = 0
    /// The number of the rest's first line, and how many bytes stand before it.
    private var line = 1
    private var offset = 0
    private var hasBegun = false
    /// How many characters stand in place of invalid bytes, where that was asked for.
    package private(set) var replacements = 0

    /// - Parameters:
    ///   - field: the key of the text in lines that are JSON objects; `nil` for lines that are texts.
    ///   - lossy: whether invalid bytes are replaced, and counted.
    /// - Precondition: a document has no field.
    package init(_ kind: ScoringUnit.Kind, field: String? = nil, lossy: Bool = false) {
        precondition(kind == .line || field == nil, "objects stand a line each")
        self.kind = kind
        self.field = field
        self.lossy = lossy
    }

    /// The units that end in the next bytes.
    /// - Throws: `ScoringInputError.utf16`.
    package mutating func append(_ bytes: [UInt8]) throws(ScoringInputError) -> ScoringBatch {
        rest += bytes
        guard hasBegun || rest.count >= 3 else { return ScoringBatch() }
        try begin()
        return takeUnits(upTo: endOfUnits())
    }

    /// The units that are left at the end of the input.
    package mutating func finish() throws(ScoringInputError) -> ScoringBatch {
        try begin()
        return takeUnits(upTo: rest.count)
    }

    private mutating func begin() throws(ScoringInputError) {
        if hasBegun { return }
        hasBegun = true
        if rest.starts(with: [0xFE, 0xFF]) || rest.starts(with: [0xFF, 0xFE]) { throw .utf16 }
        guard rest.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        rest.removeFirst(3)
        offset = 3
    }

    /// Where the last unit that is complete ends.
    private mutating func endOfUnits() -> Int {
        switch kind {
        case .line:
            let end = rest[searched...].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            searched = end == 0 ? rest.count : 0
            return end
        case .document:
            var end = 0
            while let lineEnd = rest[searched...].firstIndex(of: 0x0A) {
                if isBlank(rest[searched..<lineEnd]) { end = lineEnd + 1 }
                searched = lineEnd + 1
            }
            searched -= end
            return end
        }
    }

    private mutating func takeUnits(upTo end: Int) -> ScoringBatch {
        guard end > 0 else { return ScoringBatch() }
        let left = Array(rest[end...])
        rest.removeLast(left.count)
        let bytes = rest
        rest = left
        let batch = batch(of: bytes)
        offset += end
        line += bytes.count { $0 == 0x0A }
        return batch
    }

    private mutating func batch(of bytes: [UInt8]) -> ScoringBatch {
        var batch = ScoringBatch()
        // Most texts can be read: at once then.
        if field == nil, let (utf8, replaced) = try? decoded(bytes.span, lossy: lossy) {
            replacements += replaced
            batch.utf8 = utf8
            batch.units =
                kind == .line
                ? utf8.lineRanges.enumerated().map { ScoringUnit(line: line + $0, text: $1) }
                : documents(of: utf8.lineRanges.enumerated().map { ScoringUnit(line: line + $0, text: $1) }, in: utf8)
            batch.areLines = kind == .line
            return batch
        }
        var lines: [ScoringUnit] = []
        for (index, range) in bytes.lineRanges.enumerated() {
            let number = line + index
            do {
                let (utf8, replaced) = try decoded(bytes.span.extracting(range), lossy: lossy)
                let text = try field.map { try self.text(of: $0, in: utf8, line: number) } ?? utf8
                let start = batch.utf8.count
                batch.utf8 += text
                replacements += replaced
                lines.append(ScoringUnit(line: number, text: start..<batch.utf8.count))
                batch.utf8.append(0x0A)
            } catch {
                let shifted = (error as? TextError)?.shifted(
                    byLines: number - 1, bytes: offset + range.lowerBound)
                let place = batch.utf8.count
                lines.append(
                    ScoringUnit(
                        line: number, text: place..<place, error: shifted ?? error as? any ExplainedError))
            }
        }
        batch.units = kind == .line ? lines : documents(of: lines, in: batch.utf8)
        return batch
    }

    /// Documents of lines; one that has a line which cannot be read cannot be read.
    private func documents(of lines: [ScoringUnit], in utf8: [UInt8]) -> [ScoringUnit] {
        lines.split { $0.error == nil && isBlank(utf8[$0.text]) }.map { lines in
            let (first, last) = (lines[lines.startIndex], lines[lines.endIndex - 1])
            return ScoringUnit(
                line: first.line, text: first.text.lowerBound..<last.text.upperBound,
                error: lines.lazy.compactMap(\.error).first)
        }
    }

    private func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
    }

    private func decoded(
        _ bytes: Span<UInt8>, lossy: Bool
    ) throws(TextError) -> (utf8: [UInt8], replacements: Int) {
        var decoder = TextDecoder(lossy: lossy)
        var utf8: [UInt8] = []
        // What looks like a byte-order mark is one at the beginning of the input alone.
        let isMarked = bytes.count > 0 && [0xEF, 0xFE, 0xFF].contains(bytes[0])
        do {
            if isMarked { try decoder.decode([0x0A].span, into: &utf8) }
            try decoder.decode(bytes, into: &utf8)
            try decoder.finish(into: &utf8)
        } catch {
            throw isMarked ? error.shifted(byLines: -1, bytes: -1) : error
        }
        if isMarked { utf8.removeFirst() }
        return (utf8, decoder.replacements)
    }

    /// The text under a key of an object.
    private func text(of field: String, in line: [UInt8], line number: Int) throws(ScoringInputError) -> [UInt8] {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
            throw .notJSON(line: number)
        }
        guard let text = object[field] as? String else {
            throw .noText(field: field, line: number, keys: object.keys.sorted())
        }
        return Array(text.utf8)
    }
}

extension [UInt8] {
    /// Where each line is, without its line end.
    fileprivate var lineRanges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for end in indices where self[end] == 0x0A {
            ranges.append(start..<(end > start && self[end - 1] == 0x0D ? end - 1 : end))
            start = end + 1
        }
        if start < count { ranges.append(start..<count) }
        return ranges
    }
}
