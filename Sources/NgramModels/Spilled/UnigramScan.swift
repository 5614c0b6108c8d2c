internal import LanguageModeling
internal import Synchronization
internal import Tokenization

/// What one scan of a text tells of its words.
struct UnigramScan {
    /// How often each word occurs, `<s>` once a segment.
    let counts: [UInt32]
    /// Words of the longest segment, its markers included.
    let longestWindow: Int
    /// Words of the text, an `<s>` for each segment included.
    let places: Int

    init(of text: TrainingText, idCount: Int) throws {
        let state = Mutex((counts: [Int](repeating: 0, count: idCount), longest: 0, places: 0))
        try text.scan { words in
            var (longest, length, segments) = (0, 1, 0)
            for word in words {
                length += 1
                if word == Marker.segmentEnd {
                    longest = max(longest, length)
                    (length, segments) = (1, segments + 1)
                }
            }
            state.withLock { state in
                for word in words { state.counts[Int(word)] += 1 }
                state.counts[Int(Marker.segmentStart)] += segments
                state.longest = max(state.longest, longest)
                state.places += words.count + segments
            }
        }
        (counts, longestWindow, places) = state.withLock {
            ($0.counts.map { UInt32(clamping: $0) }, $0.longest, $0.places)
        }
    }
}
