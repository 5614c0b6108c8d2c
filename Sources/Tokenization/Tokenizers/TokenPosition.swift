extension Tokenizer {
    /// Where a token of a text begins in it: where the text can be cut before that token.
    ///
    /// White space goes to the part before. Where none stands before the token, that is before the first scalar that makes
    /// one token more of what stands before it.
    ///
    /// - Parameters:
    ///   - index: of the token among those of the text, ends of segments left out.
    ///   - text: of one segment.
    ///   - segments: what `auto` segments were decided to be for the document; `nil` as `tokenize` has it.
    /// - Throws: as `tokenize(_:firstLine:leavesSegmentOpen:into:)`.
    /// - Complexity: O(n log n) in the text's length.
    package func position(
        ofToken index: Int, in text: [UInt8], segments: TokenizerSettings.Segments? = nil
    ) throws(TextError) -> Int {
        if settings.tokens == .subwords { return try position(ofSubword: index, in: text, segments: segments) }
        func tokenCount(of text: [UInt8], upTo end: Int) throws(TextError) -> Int {
            var piece = TokenizedPiece()
            try tokenize(text.span.extracting(0..<end), segments: segments, into: &piece)
            return piece.tokens.count { $0 != Marker.segmentEnd }
        }
        let gaps = Self.gapEnds(in: text)
        // The last end of a gap before which there are no more tokens than wanted.
        var (low, high) = (0, gaps.count)
        while low < high {
            let middle = (low + high) / 2
            if try tokenCount(of: text, upTo: gaps[middle]) <= index { low = middle + 1 } else { high = middle }
        }
        let found = low > 0 ? gaps[low - 1] : 0
        let count = try tokenCount(of: text, upTo: found)
        if low > 0 && count == index { return found }
        var (start, end) = (found, low < gaps.count ? gaps[low] : text.count)
        while start < end {
            let middle = Self.scalarEnd(after: (start + end) / 2, in: text)
            if try tokenCount(of: text, upTo: middle) > index {
                end = Self.scalarStart(before: middle, in: text)
            } else {
                start = middle
            }
        }
        return start
    }

    /// The same of a subword, whose white space belongs to it.
    private func position(
        ofSubword index: Int, in text: [UInt8], segments: TokenizerSettings.Segments?
    ) throws(TextError) -> Int {
        var piece = TokenizedPiece()
        try tokenize(text.span, segments: segments, into: &piece)
        let tokens = piece.tokens.filter { $0 != Marker.segmentEnd }
        let places = try SourceAlignment(settings).places(ofSubwords: tokens, types: piece.types, in: text)
        return places[index...].lazy.compactMap(\.self).first?.lowerBound ?? text.count
    }

    /// The places between white space and what is none.
    private static func gapEnds(in text: [UInt8]) -> [Int] {
        var ends: [Int] = []
        var position = 0
        var afterWhite = false
        unsafe text.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            while position < bytes.count {
                let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + position)
                let isWhite = UTF8Scalar.isWhiteSpace(scalar)
                if afterWhite && !isWhite { ends.append(position) }
                afterWhite = isWhite
                position += length
            }
        }
        return ends
    }

    private static func scalarEnd(after position: Int, in text: [UInt8]) -> Int {
        var position = position + 1
        while position < text.count && text[position] & 0xC0 == 0x80 { position += 1 }
        return position
    }

    private static func scalarStart(before position: Int, in text: [UInt8]) -> Int {
        var position = position - 1
        while position > 0 && text[position] & 0xC0 == 0x80 { position -= 1 }
        return position
    }
}
