/// Marks by which texts are prepared for other tools, where they were read as words: `<s>` as the word s.
package struct ForeignMarks: Sendable, Hashable {
    /// The marks, each standing alone between white space.
    package static let texts = ["<s>", "</s>", "<unk>", "@-@"]

    /// How often each of `texts` stands in the text.
    package private(set) var counts = [Int](repeating: 0, count: texts.count)

    package init() {}

    package var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }

    package static func += (sum: inout ForeignMarks, other: ForeignMarks) {
        for index in sum.counts.indices { sum.counts[index] += other.counts[index] }
    }

    /// Adds those of a text.
    mutating func count(in text: Span<UInt8>) {
        unsafe text.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return }
            for first in [UInt8(ascii: "<"), UInt8(ascii: "@")] {
                var start = 0
                while let found = unsafe Bytes.firstIndex(of: first, in: base, start..<text.count) {
                    start = found + 1
                    let isBegun = unsafe found == 0 || base[found - 1] <= 0x20
                    guard isBegun, let index = unsafe Self.mark(at: text[found...]) else { continue }
                    counts[index] += 1
                }
            }
        }
    }

    private static func mark(at text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        texts.firstIndex { mark in
            let rest = unsafe text.dropFirst(mark.utf8.count)
            return unsafe text.starts(with: mark.utf8) && rest.first.map { $0 <= 0x20 } ?? true
        }
    }
}
