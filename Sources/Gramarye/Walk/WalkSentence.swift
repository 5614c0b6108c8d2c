internal import LanguageModeling
internal import Storage
internal import Tokenization

/// A sentence that is judged.
struct WalkSentence {
    /// As it is cut for the model, on one line.
    let text: String
    /// Where it is from, as a sentence begins.
    let origin: String
    /// Whether the segment goes on, so that its end is not judged.
    var isCut = false
}

extension WalkGround {
    /// How many tokens a sentence should have, and how many of a longer one are taken.
    private static var length: ClosedRange<Int> { 5...12 }
    private static var longest: Int { 40 }

    /// One's own text, or the first segment of test of a length that can be followed, with most of its words known.
    ///
    /// - Throws: `CorpusError.emptySplit`.
    func sentence() throws -> WalkSentence {
        if let text = settings.text { return WalkSentence(text: text, origin: "The text") }
        let test = try corpus.evaluationText(.test)
        let ids = test.tokens.ids
        let segments = ids.split(separator: Marker.segmentEnd, omittingEmptySubsequences: false)
            .filter { $0.startIndex < ids.count }
        func isFollowed(_ segment: ArraySlice<TokenID>, known share: Double) -> Bool {
            let known = segment.count { vocabulary.contains(test.types[$0]) }
            return Self.length.contains(segment.count) && Double(known) >= share * Double(segment.count)
        }
        let chosen =
            segments.first { isFollowed($0, known: 1) } ?? segments.first { isFollowed($0, known: 0.7) }
            ?? segments.filter { !$0.isEmpty }.min { $0.count < $1.count }
        guard let chosen else { throw CorpusError.emptySplit(.test, database: corpus.store.path) }
        let isOfCharacters = corpus.tokenizer.tokens == .characters
        var tokens = chosen.prefix(isOfCharacters ? Self.longest / 2 : Self.length.upperBound).map { test.types[$0] }
        // Of characters whole words, if there is more than one.
        if isOfCharacters, tokens.count < chosen.count, let space = tokens.lastIndex(of: " "), space > 0 {
            tokens.removeLast(tokens.count - space)
        }
        let isCut = tokens.count < chosen.count && chosen.count > Self.longest
        let whole = chosen.map { test.types[$0] }
        let place = segments.prefix { $0.startIndex < chosen.startIndex }.count
        if !isCut, let text = try source(ofSegment: place, of: test, spelling: whole) {
            return WalkSentence(text: text, origin: "A segment of test")
        }
        return WalkSentence(
            text: corpus.tokenizer.text(of: isCut ? tokens : whole),
            origin: isCut ? "The beginning of a segment of test" : "A segment of test, as its tokens", isCut: isCut)
    }

    /// A segment of test as it stood, where its text is kept and gives the same tokens once more.
    ///
    /// - Parameter place: among the segments of test, from 0.
    private func source(ofSegment place: Int, of test: EvaluationText, spelling tokens: [String]) throws -> String? {
        var before = 0
        for record in try corpus.store.documents() {
            let own = record.segments[.test] ?? 0
            guard place >= before + own else {
                guard !record.isDivided,
                    let document = try corpus.subcorpus().documents.first(where: { $0.id == record.id })
                else { return nil }
                let chosen = Subcorpus(documents: [document], total: 1, names: [], condition: nil)
                // A document's splits follow each other.
                let number =
                    (record.segments[.train] ?? 0) + (record.segments[.valid] ?? 0) + place - before + 1
                guard case .text(let text)? = try corpus.segments(of: chosen, number...number).parts.first else {
                    return nil
                }
                let line = text.onOneLine
                let (types, stream) = try corpus.tokenize(Array(line.utf8).span, threads: 1)
                return stream.ids.map({ types[$0] }) == tokens + [Marker.texts[Int(Marker.segmentEnd)]] ? line : nil
            }
            before += own
        }
        return nil
    }
}
