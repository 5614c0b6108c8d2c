internal import Documents
internal import Storage
package import Tokenization

/// Segments of a document that follow each other, as they stood in its source.
package struct DocumentSegments: Sendable {
    package let document: String
    let documentID: Int
    /// Their numbers in the document, from 1.
    package let numbers: ClosedRange<Int>
    /// How many the document has.
    package let total: Int
    /// The text of each.
    let parts: [Stimulus.Part]
    /// The splits that they are of.
    package let splits: Set<Split>
    /// What a reader should know of how they were read.
    var notes: [String] = []
}

extension Corpus {
    /// Segments of a document, from the text that is kept, else from its tokens.
    ///
    /// - Parameters:
    ///   - chosen: one document.
    ///   - wanted: the numbers of the segments, cut to those that there are; the first twenty where `nil`.
    /// - Throws: `CorpusError.severalDocuments`, `.noSegments` where the document ends before them.
    /// - Complexity: linear in the tokens of the document; text is read for the segments wanted alone.
    package func segments(of chosen: Subcorpus, _ wanted: ClosedRange<Int>? = nil) throws -> DocumentSegments {
        guard let document = chosen.documents.first, chosen.documents.count == 1 else {
            throw CorpusError.severalDocuments(chosen)
        }
        return try store.holding {
            let first = wanted?.lowerBound ?? 1
            let last = wanted?.upperBound ?? first + 19
            let runs = try runs(of: .documents(chosen)).scan(from: ()) { run, _ in
                let segments = run.ids.count { $0 == Marker.segmentEnd }
                let isWanted = run.segmentsBefore < last && run.segmentsBefore + segments >= first
                return ReadRun(
                    place: BlockPlace(split: run.split, block: run.block), before: run.segmentsBefore,
                    segments: segments, ids: isWanted ? run.ids : [])
            }.results
            let total = runs.reduce(0) { $0 + $1.segments }
            guard first <= total else {
                throw CorpusError.noSegments(document: document.name, first: first, total: total)
            }
            let numbers = first...min(last, total)
            let own = runs.indices.filter { !runs[$0].ids.isEmpty }
            let skipped = runs[own[0]].before
            let places = (numbers.lowerBound - 1 - skipped)..<(numbers.upperBound - skipped)
            var notes: [String] = []
            let parts: [Stimulus.Part]
            if let texts = try texts(places, of: document.id, runs: runs, own) {
                parts = texts.map { .text($0) }
            } else {
                let types = try store.types()
                let words = own.flatMap { runs[$0].ids }
                    .split(separator: Marker.segmentEnd, omittingEmptySubsequences: false)
                parts = words[places].map { ids in
                    let tokens = ids.map { types[$0] }
                    // Subwords are no words: what they spell is cut into them again.
                    return tokenizer.tokens == .subwords ? .text(tokenizer.text(of: tokens)) : .words(tokens)
                }
                notes.append("no text is kept of \(document.name): the tokens stand in its place")
            }
            let form = try store.keptForm(ofDocument: document.id)
            let isCut = runs.count == 1 && form.segments == .document
            return DocumentSegments(
                document: document.name, documentID: document.id, numbers: numbers, total: total, parts: parts,
                splits: isCut ? try splits(ofDocument: document.id) : Set(own.map { runs[$0].place.split }),
                notes: notes)
        }
    }

    /// A stretch of a document's segments, with their tokens where they are wanted.
    private struct ReadRun: Sendable {
        let place: BlockPlace
        let before: Int
        let segments: Int
        let ids: [TokenID]
    }

    /// The texts of some of the segments of runs that follow each other; `nil` where none is kept, or the format's reader
    /// tells the tokens.
    private func texts(
        _ places: Range<Int>, of document: Int, runs: [ReadRun], _ own: [Int]
    ) throws -> [String]? {
        let form = try store.keptForm(ofDocument: document)
        let end = own[own.count - 1] + 1
        guard !form.format.hasTokens,
            let text = try store.text(
                ofDocument: document, form, from: runs[own[0]].place,
                before: end < runs.count ? runs[end].place : nil)
        else { return nil }
        if form.segments == .document { return [String(decoding: text, as: UTF8.self)] }
        var settings = tokenizer
        settings.segments = form.segments
        let piece = try Tokenizer(settings).tokenize(TextPiece(utf8: text, firstLine: 1, segments: form.segments))
        let ends = [0] + piece.segmentEnds.map { Int($0) }
        guard ends.count - 1 == own.reduce(0, { $0 + runs[$1].segments }) else { return nil }
        return places.map { text[ends[$0]..<ends[$0 + 1]].textWithoutLineEnds }
    }

    /// The splits that a document of one segment is cut into.
    private func splits(ofDocument id: Int) throws -> Set<Split> {
        Set(try store.documents().first { $0.id == id }?.tokens.keys.map(\.self) ?? [])
    }
}

extension Collection<UInt8> {
    /// UTF-8 without the line ends around it, which are no part of a segment, as a text.
    fileprivate var textWithoutLineEnds: String {
        let isInner: (UInt8) -> Bool = { $0 != 0x0A && $0 != 0x0D }
        let bytes = Array(self)
        guard let first = bytes.firstIndex(where: isInner), let last = bytes.lastIndex(where: isInner)
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}

extension StimuliFile {
    /// Segments of a document as one text, whose words have the numbers of their segments there.
    init(_ segments: DocumentSegments) {
        self.init(
            stimulus: Stimulus(
                item: segments.document, parts: segments.parts, segmentNumbers: Array(segments.numbers)))
    }
}
