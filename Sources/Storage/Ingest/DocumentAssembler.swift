internal import Basics
internal import Counting
internal import Foundation
internal import Tokenization

/// Third stage: puts tokenized pieces together, in order, to documents with ids of the corpus, and divides those.
///
/// Contract: one caller at a time, which takes the pieces in the order of the text.
struct DocumentAssembler {
    private(set) var types: TypeTable
    private(set) var documents: [ReadDocument] = []

    private let settings: TokenizerSettings
    private let splitting: Splitting
    private let spool: TokenSpool
    private let largestTypeCount: Int
    private var open: OpenDocument?

    private struct OpenDocument {
        var pieces: [ReadDocument.Piece] = []
        var segmentLengths = SegmentLengths()
        /// Scalars after the last segment's end.
        var openCharacters = 0
        var tokens = 0
        var marks = ForeignMarks()
        /// While the document has one segment, what `DocumentShares` wants: for each piece that has tokens.
        var whiteSpaceBefore: [TokenSpool.Chunk]? = []
    }

    init(
        types: TypeTable, settings: TokenizerSettings, splitting: Splitting, spool: TokenSpool,
        largestTypeCount: Int
    ) {
        self.types = types
        self.settings = settings
        self.splitting = splitting
        self.spool = spool
        self.largestTypeCount = largestTypeCount
    }

    /// Gives the types of the next pieces their ids.
    /// - Returns: the corpus's id for each of theirs.
    mutating func take(_ new: TypeTable) throws -> [TokenID] {
        guard types.count + new.count <= largestTypeCount else {
            throw StorageError.tooManyTypes(most: largestTypeCount)
        }
        return types.insert(contentsOf: new)
    }

    /// Takes the next piece, whose types were taken.
    /// - Parameter text: its source, if that is kept.
    /// - Returns: its place in the spool.
    mutating func take(_ piece: TokenizedPiece, text: PieceText?) throws -> TokenSpool.Chunk {
        let chunk = try spool.reserve(piece.tokens.count)
        var document = open ?? OpenDocument()
        open = nil
        for characters in piece.segmentCharacters {
            try document.segmentLengths.append(document.openCharacters + characters, in: spool)
            document.openCharacters = 0
        }
        document.openCharacters += piece.openCharacters
        try document.pieces.append(
            ReadDocument.Piece(
                tokens: chunk, segments: piece.segmentCharacters.count, text: text.map { try KeptText($0, in: spool) },
                ends: text == nil || piece.segmentEnds.isEmpty ? nil : spool.append(piece.segmentEnds)))
        document.tokens += piece.tokens.count
        document.marks += piece.marks
        if document.segmentLengths.count > 1 {
            for chunk in document.whiteSpaceBefore ?? [] { spool.forget(chunk) }
            document.whiteSpaceBefore = nil
        } else if settings.tokens == .words && !piece.tokens.isEmpty {
            try document.whiteSpaceBefore?.append(spool.append(PackedFlags(piece.whiteSpaceBefore).packed))
        }
        open = document
        return chunk
    }

    /// Ends a document whose pieces are all in the spool.
    mutating func finish(_ end: PieceReader.End) throws {
        var document = open ?? OpenDocument()
        open = nil
        if document.openCharacters > 0 || document.tokens > 0 && document.segmentLengths.count == 0 {
            try document.pieces.append(ReadDocument.Piece(tokens: spool.append([Marker.segmentEnd]), segments: 1))
            try document.segmentLengths.append(
                document.openCharacters + settings.segmentEndCharacters, in: spool)
        }
        var result = ReadDocument(
            end: end, pieces: document.pieces, segmentLengths: document.segmentLengths, marks: document.marks)
        if let split = end.source.split ?? splitOfWhole(end.name) {
            result.belong(to: split)
        } else if result.segmentCount == 1, !result.hasNoToken {
            try divideSegment(&result, whiteSpaceBefore: document.whiteSpaceBefore ?? [])
        } else {
            try result.segmentLengths.flush(to: spool)
            result.cuts = try ShareCuts(result, in: spool, byCharacters: settings.tokens == .subwords)
                .cuts(splitting.shares)
        }
        try result.segmentLengths.flush(to: spool)
        documents.append(result)
    }

    private func splitOfWhole(_ name: String) -> Split? {
        guard splitting.by == .documents else { return nil }
        let hash = SHA256.hash(Array(name.utf8)).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var position = Int(hash % UInt64(splitting.shares.reduce(0, +)))
        for split in Split.allCases {
            position -= splitting.shares[split.rawValue]
            if position < 0 { return split }
        }
        return .train
    }

    /// Cuts a document of one segment at white space; each part becomes a segment.
    private func divideSegment(_ document: inout ReadDocument, whiteSpaceBefore: [TokenSpool.Chunk]) throws {
        if let whole = Split.allCases.first(where: { splitting.shares[$0.rawValue] == splitting.shares.reduce(0, +) }) {
            document.cuts = whole == .train ? (1, 1) : whole == .valid ? (0, 1) : (0, 0)
            return
        }
        let parts = try DocumentShares.parts(
            count: document.tokenCount - 1, types: types, kind: settings.tokens, shares: splitting.shares
        ) { body in
            var flagChunks = whiteSpaceBefore[...]
            for chunk in document.pieces.map(\.tokens) where chunk.count > 0 {
                // The last chunk may be the end of the segment alone.
                let flags = try flagChunks.popFirst().map { PackedFlags(try spool.tokens(of: $0)) }
                for (index, token) in try spool.tokens(of: chunk).enumerated() where token != Marker.segmentEnd {
                    body(token, flags?[index] ?? false)
                }
            }
        }
        for chunk in whiteSpaceBefore { spool.forget(chunk) }
        document.segmentLengths.forget(in: spool)
        document.segmentLengths = SegmentLengths()
        for (split, part) in zip(Split.allCases, parts) {
            if !part.tokens.isEmpty { try document.segmentLengths.append(part.characters, in: spool) }
            if split == .train { document.cuts.train = document.segmentCount }
            if split == .valid { document.cuts.valid = document.segmentCount }
        }
        // The last part is ended already.
        let ends = parts.map(\.tokens).filter { !$0.isEmpty }.map(\.upperBound).dropLast()
        document.isDivided = !ends.isEmpty
        try endSegments(at: Array(ends), in: &document)
    }

    /// Puts `</s>` before the tokens of these numbers, ascending; pieces that hold none of them stay as they are.
    private func endSegments(at ends: [Int], in document: inout ReadDocument) throws {
        var start = 0
        for (index, piece) in document.pieces.enumerated() {
            // A segment that ends where a piece does is ended there.
            let inside = ends.filter { $0 > start && $0 <= start + piece.tokens.count }.map { $0 - start }
            start += piece.tokens.count
            guard !inside.isEmpty else { continue }
            var tokens = try spool.tokens(of: piece.tokens)
            for end in inside.reversed() { tokens.insert(Marker.segmentEnd, at: end) }
            spool.forget(piece.tokens)
            document.pieces[index].tokens = try spool.append(tokens)
            document.pieces[index].segments += inside.count
            document.pieces[index].cuts = inside
        }
    }
}
