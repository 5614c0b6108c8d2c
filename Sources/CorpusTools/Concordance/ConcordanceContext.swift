package import Tokenization

/// What stands beside a node and the node itself, as they are shown.
package struct ConcordanceContext: Sendable, Hashable {
    package let left: ShownText
    package let node: String
    package let right: ShownText
}

/// The numbers of the tokens on one side of a node, the nearest first; ends of segments are none.
///
/// - Parameter isSegmentEnd: whether a token ends a segment; `nil` where there is none of that number.
private func nearestTokens(
    from start: Int, step: Int, most: Int, in window: ConcordanceWindow, _ isSegmentEnd: (Int) throws -> Bool?
) rethrows -> [Int] {
    var tokens: [Int] = []
    var token = start
    while tokens.count < most, let isEnd = try isSegmentEnd(token) {
        if !isEnd { tokens.append(token) } else if window.staysInSegment { break }
        token += step
    }
    return tokens
}

/// Which of the nearest tokens on one side keys name, in the order of the text.
private func markedTokens(_ nearest: [Int], _ keys: [(distance: Int, key: Int)], step: Int) -> [(token: Int, key: Int)]
{
    keys.compactMap { distance, key in
        let index = distance * step - 1
        return nearest.indices.contains(index) ? (nearest[index], key) : nil
    }.sorted { $0.token < $1.token }
}

extension AlignedText {
    /// The context of a hit as the text has it; `nil` where its words are not found in the text.
    ///
    /// - Parameters:
    ///   - node: the numbers of its tokens in the text, ends of segments counted.
    ///   - window: how much is shown.
    ///   - keys: distances of tokens that are marked, with the number of the key that each belongs to.
    package mutating func context(
        of node: Range<Int>, _ window: ConcordanceWindow, keys: [(distance: Int, key: Int)] = []
    ) throws -> ConcordanceContext? {
        guard let first = try place(ofToken: node.lowerBound), let last = try place(ofToken: node.upperBound - 1),
            first.lowerBound <= last.lowerBound
        else { return nil }
        let place = first.lowerBound..<last.upperBound
        var bounds = 0..<text.count
        if window.staysInSegment {
            let segment = try segment(around: place)
            bounds = min(segment.lowerBound, place.lowerBound)..<max(segment.upperBound, place.upperBound)
        }
        var most: Int?
        var wanted = keys.map { abs($0.distance) }.max() ?? 0
        switch window.extent {
        case .characters(let characters):
            most = characters
            bounds = reaching(characters, around: place, in: bounds)
        case .words(let words): wanted = max(wanted, words)
        }
        func side(_ start: Int, _ step: Int, _ side: ShownText.Side) throws -> ShownText {
            let tokens = try nearestTokens(from: start, step: step, most: wanted, in: window) {
                try isSegmentEnd(token: $0)
            }
            let marked = try markedTokens(tokens, keys, step: step).compactMap { token, key in
                try self.place(ofToken: token).map { (place: $0, key: key) }
            }
            var range = step < 0 ? bounds.lowerBound..<place.lowerBound : place.upperBound..<bounds.upperBound
            if case .words(let words) = window.extent {
                let farthest = try tokens.prefix(words).last.flatMap { try self.place(ofToken: $0) }
                let edge = farthest.map { step < 0 ? $0.lowerBound : $0.upperBound }
                range =
                    step < 0
                    ? min(edge ?? place.lowerBound, place.lowerBound)..<place.lowerBound
                    : place.upperBound..<max(edge ?? place.upperBound, place.upperBound)
            }
            var shown = ShownText(text[range], marked: marked, side: side, most: most, keepsLines: window.keepsLines)
            let beyond = step < 0 ? bounds.lowerBound..<range.lowerBound : range.upperBound..<bounds.upperBound
            if window.keepsLines, text[beyond].contains(where: { $0 > UInt8(ascii: " ") }) { shown.isCut = true }
            return shown
        }
        return ConcordanceContext(
            left: try side(node.lowerBound - 1, -1, .left),
            node: ShownText(text[place], side: .right, keepsLines: window.keepsLines).text,
            right: try side(node.upperBound, 1, .right))
    }

    /// The bytes around a place in which so many characters are found, white space collapsed, as far as there are any.
    private func reaching(_ characters: Int, around place: Range<Int>, in bounds: Range<Int>) -> Range<Int> {
        func isEnough(_ range: Range<Int>) -> Bool {
            // Characters may have several scalars, and the one at the far end may be cut.
            ShownText(text[range], side: .left).count > characters + 1
        }
        var start = place.lowerBound
        var step = 2 * characters + 64
        while start > bounds.lowerBound {
            start = max(bounds.lowerBound, start - step)
            while start > bounds.lowerBound, text[start] & 0xC0 == 0x80 { start -= 1 }
            if isEnough(start..<place.lowerBound) { break }
            step *= 2
        }
        var end = place.upperBound
        step = 2 * characters + 64
        while end < bounds.upperBound {
            end = min(bounds.upperBound, end + step)
            while end < bounds.upperBound, text[end] & 0xC0 == 0x80 { end += 1 }
            if isEnough(place.upperBound..<end) { break }
            step *= 2
        }
        return start..<end
    }
}

extension ConcordanceContext {
    /// The context of a hit as its tokens are spelled in the corpus, where no text is kept.
    ///
    /// - Parameters:
    ///   - node: the places of its tokens among the ids.
    ///   - ids: of a stretch of text, segments ended by `</s>`.
    ///   - separator: what stands between two tokens.
    ///   - keys: distances of tokens that are marked, with the number of the key that each belongs to.
    package init(
        of node: Range<Int>, in ids: [TokenID], types: TypeTable, separator: String, _ window: ConcordanceWindow,
        keys: [(distance: Int, key: Int)] = []
    ) {
        let (most, wanted): (Int?, Int)
        switch window.extent {
        case .characters(let characters): (most, wanted) = (characters, characters + 1)
        case .words(let words): (most, wanted) = (nil, words)
        }
        let isEnd: (Int) -> Bool? = { ids.indices.contains($0) ? ids[$0] == Marker.segmentEnd : nil }
        func side(_ start: Int, _ step: Int, _ side: ShownText.Side) -> ShownText {
            let nearest = nearestTokens(from: start, step: step, most: wanted, in: window, isEnd)
            let marked = markedTokens(nearest, keys, step: step)
            var utf8: [UInt8] = step > 0 ? Array(separator.utf8) : []
            var places: [(place: Range<Int>, key: Int)] = []
            for token in step < 0 ? nearest.reversed() : nearest {
                let begin = utf8.count
                utf8 += types.utf8(of: ids[token])
                if let key = marked.first(where: { $0.token == token })?.key {
                    places.append((begin..<utf8.count, key))
                }
                utf8 += Array(separator.utf8)
            }
            var shown = ShownText(
                utf8[...], marked: places, side: side, most: most, keepsLines: window.keepsLines)
            if nearest.count == wanted { shown.isCut = true }
            return shown
        }
        left = side(node.lowerBound - 1, -1, .left)
        self.node = ids[node].map { types[$0] }.joined(separator: separator)
        right = side(node.upperBound, 1, .right)
    }
}
