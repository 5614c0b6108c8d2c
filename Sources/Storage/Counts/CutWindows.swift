internal import Tokenization

/// The windows of two and three words that a cut inside a segment separates.
struct CutWindows {
    /// Trigrams, and bigrams with `<s>`, which pads, in the third place.
    private(set) var windows: [(TokenID, TokenID, TokenID)] = []
    /// The last words before, two at most.
    private var last: [TokenID] = []
    /// How many words stand after the last cut, up to two.
    private var sinceCut = 2

    /// Begins another segment.
    mutating func beginSegment() {
        last = []
        sinceCut = 2
    }

    /// Takes the next words of the segment, ends that cuts have made left out.
    mutating func append(_ tokens: ArraySlice<TokenID>) {
        var tokens = tokens
        while sinceCut < 2, let word = tokens.popFirst() {
            guard word != Marker.segmentEnd else { continue }
            if let before = last.last {
                if sinceCut == 0 { windows.append((before, word, Marker.segmentStart)) }
                if last.count == 2 { windows.append((last[0], before, word)) }
            }
            sinceCut += 1
            last = Array((last + [word]).suffix(2))
        }
        last = Array((last + tokens.suffix(3).filter { $0 != Marker.segmentEnd }).suffix(2))
    }

    /// A cut stands here.
    mutating func cut() {
        if !last.isEmpty { sinceCut = 0 }
    }
}
