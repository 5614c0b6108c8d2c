internal import Basics
internal import Foundation
internal import Tokenization

/// The events of a split: every token of every segment and one `</s>` per segment, as words of a model's vocabulary.
///
/// All models of a comparison are judged on one stream, so that they are asked for the same events.
public struct EncodedText: Sendable {
    /// The words, each segment ended by `</s>`. `<s>` is never an event.
    public let words: [WordID]
    /// Where documents begin, ascending; the first is 0 unless the stream is empty.
    public let documentStarts: [Int]
    /// Unicode scalars of the canonical text, one for each `</s>` included.
    public let characterCount: Int
    /// What tells the text that was read from any other, as its source has it: a model made of these events is one of
    /// that text, however the source changes. Empty where there is no source.
    package let fingerprint: String

    /// - Precondition: `words` is empty or ends with `</s>`, and holds no `<s>`.
    public init(words: [WordID], documentStarts: [Int]? = nil, characterCount: Int, fingerprint: String = "") {
        precondition(words.isEmpty || words.last == Marker.segmentEnd, "a stream ends with </s>")
        self.words = words
        self.documentStarts = documentStarts ?? (words.isEmpty ? [] : [0])
        self.characterCount = characterCount
        self.fingerprint = fingerprint
    }

    /// How many events there are.
    public var count: Int { words.count }

    public var segmentCount: Int {
        words.reduce(0) { $0 + ($1 == Marker.segmentEnd ? 1 : 0) }
    }

    /// Events whose target is `<unk>`.
    public var outOfVocabularyCount: Int {
        words.reduce(0) { $0 + ($1 == Marker.unknown ? 1 : 0) }
    }
}

extension EncodedText {
    /// SHA-256, in hexadecimal, over the events as a vocabulary spells them, each ended by a line feed: two models with
    /// equal hashes were asked for the same events, whatever their word ids.
    package func hash(in vocabulary: ModelVocabulary) -> String {
        let spellings = vocabulary.words.map { Array(($0 + "\n").utf8) }
        var sha = SHA256()
        var buffer: [UInt8] = []
        for word in words {
            buffer += spellings[Int(word)]
            if buffer.count > 1 << 16 {
                sha.update(buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        sha.update(buffer)
        return hexadecimal(sha.finalize())
    }
}
