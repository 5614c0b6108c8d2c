internal import Basics
internal import Foundation
internal import Tokenization

/// A text that is taken apart: one's own, or where the corpus begins.
struct WalkSample {
    /// As it stands in its source, a run of white space one space.
    let source: String
    /// The first segment, in one line.
    let beginning: String
    /// Where it is from, as a sentence begins.
    let origin: String
    let tokens: [Token]
    let segments: Int

    struct Token {
        /// From 1.
        let segment: Int
        let position: Int
        /// What stands for it in the text; `nil` where that is not kept or not found.
        let source: String?
        let text: String
    }
}

extension WalkGround {
    /// Enough tokens for a first look, and so many characters of a segment at most.
    private static var enoughTokens: Int { 8 }
    private var mostCharacters: Int { corpus.tokenizer.tokens == .characters ? 60 : 240 }

    func sample() throws -> WalkSample {
        guard let text = settings.text else { return try beginning() }
        let (tokens, segments) = try cut(text, corpus.tokenizer, firstSegment: 1)
        guard !tokens.isEmpty else { throw CorpusError.noTokens("the text") }
        let line = text.contains(where: \.isNewline) ? text.onOneLine : text
        return WalkSample(
            source: text.onOneLine, beginning: line, origin: "The text", tokens: tokens, segments: segments)
    }

    /// The first segments of the first document, of a long one its beginning.
    private func beginning() throws -> WalkSample {
        guard let record = try corpus.store.documents().first(where: { $0.tokens.values.contains { $0 > 0 } }),
            let document = try corpus.subcorpus().documents.first(where: { $0.id == record.id })
        else { throw WalkLack(reason: "no document has a token") }
        let chosen = Subcorpus(documents: [document], total: 1, names: [], condition: nil)
        var settings = corpus.tokenizer
        settings.segments = .document
        var tokens: [WalkSample.Token] = []
        var sources: [String] = []
        var isCut = false
        for part in try corpus.segments(of: chosen, 1...3).parts {
            let number = sources.count + 1
            switch part {
            case .text(let text):
                let shown = text.count <= mostCharacters ? text : text.beginning(mostCharacters)
                isCut = shown.count < text.count
                tokens += try cut(shown, settings, firstSegment: number).tokens
                sources.append(shown.onOneLine)
            case .words(let words):
                let shown = words.prefix(mostCharacters / 6)
                isCut = shown.count < words.count
                tokens += shown.enumerated().map {
                    WalkSample.Token(segment: number, position: $0 + 1, source: nil, text: $1)
                }
                sources.append(corpus.tokenizer.text(of: shown))
            }
            if isCut || tokens.count >= Self.enoughTokens { break }
        }
        let segments = sources.count
        return WalkSample(
            source: sources.joined(separator: " / ") + (isCut ? " …" : ""), beginning: sources[0],
            origin: isCut && segments == 1
                ? "The beginning of \(record.name)"
                : "\(segments == 1 ? "The first segment" : "The first \(segments) segments") of \(record.name)",
            tokens: tokens, segments: segments)
    }

    /// The tokens of a text with what stands for them in it, and how many segments it has.
    private func cut(
        _ text: String, _ settings: TokenizerSettings, firstSegment: Int
    ) throws -> (tokens: [WalkSample.Token], segments: Int) {
        let utf8 = Array(text.utf8)
        let (types, stream) = try corpus.tokenize(utf8.span, by: settings, threads: 1)
        let places = try SourceAlignment(corpus.tokenizer).places(of: stream.ids, types: types, in: utf8)
        var tokens: [WalkSample.Token] = []
        var (segment, position) = (firstSegment, 1)
        for (id, place) in zip(stream.ids, places) {
            if id == Marker.segmentEnd {
                (segment, position) = (segment + 1, 1)
                continue
            }
            let source = place.map { String(decoding: utf8[$0], as: UTF8.self) }
            tokens.append(WalkSample.Token(segment: segment, position: position, source: source, text: types[id]))
            position += 1
        }
        return (tokens, segment - firstSegment)
    }
}

extension String {
    /// Each run of white space one space, none around.
    var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// At most so many characters, cut between words where there is a space.
    fileprivate func beginning(_ count: Int) -> String {
        let start = prefix(count)
        return String(start.lastIndex(where: \.isWhitespace).map { start[..<$0] } ?? start)
    }
}
