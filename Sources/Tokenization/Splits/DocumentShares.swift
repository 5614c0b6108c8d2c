/// Cuts a document of one segment into shares.
package enum DocumentShares {
    /// A share of a segment, to be a segment of its own.
    package struct Part: Sendable, Hashable {
        /// The indices of its tokens; empty where the segment is too short to have a cut for each share.
        package var tokens: Range<Int>
        /// The scalars of its canonical text, one for its `</s>` included; 0 for a part without tokens.
        package var characters: Int

        package init(tokens: Range<Int>, characters: Int) {
            self.tokens = tokens
            self.characters = characters
        }
    }

    /// Cuts a segment so that its parts have the shares asked for, measured in characters of canonical text, each cut
    /// at the nearest white space. White space stays with the part before it, so no token is lost.
    ///
    /// A segment of one token is in the part of the largest share, of equal ones the first.
    ///
    /// In a text without white space, as Chinese is written, any token may begin a part.
    ///
    /// - Parameters:
    ///   - tokens: the segment's tokens, without `</s>`.
    ///   - whiteSpaceBefore: for words, whether white space stands before each token, as pieces have it; else empty.
    ///   - types: the table of the tokens' ids.
    ///   - kind: what the tokens are.
    ///   - shares: not negative, at least one of them above 0.
    /// - Returns: a part for each share; together they are the segment.
    /// - Complexity: linear in the tokens' length.
    package static func parts(
        of tokens: Span<TokenID>, whiteSpaceBefore: [Bool], types: TypeTable, kind: TokenizerSettings.Tokens,
        shares: [Int]
    ) -> [Part] {
        precondition(kind != .words || whiteSpaceBefore.count == tokens.count)
        return parts(count: tokens.count, types: types, kind: kind, shares: shares) { body in
            for index in tokens.indices { body(tokens[index], kind == .words && whiteSpaceBefore[index]) }
        }
    }

    /// The same for tokens that need not all be in memory.
    /// - Parameter forEachToken: calls its argument with each of the `count` tokens in turn and, for words, whether white
    ///   space stands before it; it is itself called twice.
    package static func parts(
        count: Int, types: TypeTable, kind: TokenizerSettings.Tokens, shares: [Int],
        forEachToken: (_ body: (_ token: TokenID, _ whiteSpaceBefore: Bool) -> Void) throws -> Void
    ) rethrows -> [Part] {
        let sum = shares.reduce(0, +)
        precondition(sum > 0 && shares.allSatisfy { $0 >= 0 }, "shares are not negative, and not all zero")
        // A table for all types pays only where there are more tokens than types.
        let known = count < types.count ? 0 : TokenID(types.count)
        let scalarTable = (0..<known).map { Self.scalars(of: $0, in: types, kind) }
        let whiteTable = kind == .characters ? (0..<known).map { Self.isWhite($0, in: types) } : []
        func scalars(_ token: TokenID) -> Int {
            known > 0 ? scalarTable[Int(token)] : Self.scalars(of: token, in: types, kind)
        }
        func isWhite(_ token: TokenID) -> Bool {
            known > 0 ? whiteTable[Int(token)] : Self.isWhite(token, in: types)
        }
        func mayBegin(_ token: TokenID, _ whiteSpaceBefore: Bool, after before: TokenID) -> Bool {
            switch kind {
            case .whitespace: true
            case .words: whiteSpaceBefore
            case .characters: isWhite(before) && !isWhite(token)
            // They know it when the scalar is whole that they begin with: see below.
            case .subwords: false
            }
        }
        /// A space before the token.
        func space(_ whiteSpaceBefore: Bool) -> Int {
            kind == .whitespace || kind == .words && whiteSpaceBefore ? 1 : 0
        }

        var total = 0
        var anywhere = true
        var (index, before) = (0, TokenID(0))
        var boundaries = SubwordBoundaries()
        try forEachToken { token, whiteSpaceBefore in
            if index > 0 && mayBegin(token, whiteSpaceBefore, after: before) { anywhere = false }
            if kind == .subwords {
                boundaries.take(types.utf8(of: token), index: index, position: 0) { _, _, isBeforeSpace in
                    if isBeforeSpace { anywhere = false }
                }
            }
            total += scalars(token) + space(whiteSpaceBefore)
            (index, before) = (index + 1, token)
        }
        var targets: [Int] = []
        var share = 0
        for part in shares.dropLast() {
            share += part
            targets.append(Int((Int128(total) * Int128(share)) / Int128(sum)))
        }

        var cuts = targets.map { _ in (distance: Int.max, index: 0, position: 0, space: 0) }
        var position = 0
        func mayCut(at index: Int, space: Int, position: Int) {
            for (cut, target) in targets.enumerated() where abs(position - target) < cuts[cut].distance {
                cuts[cut] = (abs(position - target), index, position, space)
            }
        }
        (index, before) = (0, 0)
        var firstSpace = 0
        boundaries = SubwordBoundaries()
        try forEachToken { token, whiteSpaceBefore in
            let space = space(whiteSpaceBefore)
            if index == 0 { firstSpace = space }
            if kind == .subwords {
                if index == 0 { mayCut(at: 0, space: 0, position: 0) }
                boundaries.take(types.utf8(of: token), index: index, position: position) {
                    index, position, isBeforeSpace in
                    if anywhere || isBeforeSpace { mayCut(at: index, space: 0, position: position) }
                }
            } else if index == 0 || anywhere || mayBegin(token, whiteSpaceBefore, after: before) {
                mayCut(at: index, space: space, position: position)
            }
            position += scalars(token) + space
            (index, before) = (index + 1, token)
        }
        mayCut(at: count, space: 0, position: position)
        if count == 1, let largest = shares.firstIndex(of: shares.max() ?? 0) {
            // Both ends are as good as the other: a letter would be nearer to the first than to four fifths of itself.
            for cut in cuts.indices {
                cuts[cut] = cut < largest ? (0, 0, 0, firstSpace) : (0, 1, position, 0)
            }
        }
        let starts =
            [(index: 0, position: 0, space: firstSpace)]
            + cuts.map { (index: $0.index, position: $0.position, space: $0.space) }
        let ends = starts.dropFirst() + [(index: count, position: total, space: 0)]
        return zip(starts, ends).map { start, end in
            guard start.index < end.index else { return Part(tokens: start.index..<start.index, characters: 0) }
            // The space before the first token is in the part before; in its place stands the end of the segment.
            return Part(
                tokens: start.index..<end.index,
                characters: end.position - start.position - start.space + 1)
        }
    }

    /// Of a subword that has but a part of a scalar's bytes, whether the first is among them.
    private static func scalars(of type: TokenID, in types: TypeTable, _ kind: TokenizerSettings.Tokens) -> Int {
        let text = types.utf8(of: type)
        return kind == .subwords
            ? SubwordText.bytes(of: text).count { $0 & 0xC0 != 0x80 } : text.count { $0 & 0xC0 != 0x80 }
    }

    private static func isWhite(_ type: TokenID, in types: TypeTable) -> Bool {
        types[type].unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }
}

/// Where a segment of subwords may be cut: before a subword that begins with white space behind something else, which so
/// stays with the word behind it; in a text without white space where letters, numbers and other characters meet.
///
/// These places are bounds of the words too that subwords are trained on, and so do not depend on what words become.
private struct SubwordBoundaries {
    private var classes = WordClasses()
    private var last: UInt32?
    /// The bytes of the scalar at hand, and the subword that begins with it, if one does.
    private var bytes: [UInt8] = []
    private var start: (index: Int, position: Int)?

    /// Takes the next subword.
    /// - Parameters:
    ///   - text: of its type.
    ///   - position: how many scalars stand before it.
    ///   - body: called with each place where a cut may be, once it is known.
    mutating func take(
        _ text: ArraySlice<UInt8>, index: Int, position: Int,
        _ body: (_ index: Int, _ position: Int, _ isBeforeSpace: Bool) -> Void
    ) {
        for (offset, byte) in SubwordText.bytes(of: text).enumerated() {
            if byte & 0xC0 != 0x80 {
                bytes = []
                start = offset == 0 ? (index, position) : nil
            }
            bytes.append(byte)
            guard SubwordText.scalarLength(in: bytes, at: 0) == bytes.count,
                let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first?.value
            else { continue }
            if let start, let last {
                let (before, own) = (classes[last], classes[scalar])
                // A contraction goes on behind its apostrophe.
                if before != own, own == .space || before != .space && last != 0x27 {
                    body(start.index, start.position, own == .space)
                }
            }
            last = scalar
        }
    }
}
