internal import Counting
internal import Tokenization

/// Counts of n-grams that are never too low, as many n-grams share one. What is too rare by it need not be kept to be counted.
struct NgramSketch: Sendable {
    /// A count that is full stays so.
    private var counts = [UInt8](repeating: 0, count: 1 << 24)

    /// Counts all n-grams of a source that are in a part.
    init(of source: some TokenRunSource, parts: CorpusParts, order: Int) throws {
        let empty = counts
        let sketches = try source.scan(from: empty) { run, counts in
            parts.forEachStretch(of: run) { _, range, _ in
                forEachNgram(in: run.ids, range, order: order) { _, hash in
                    let place = Self.place(hash)
                    if counts[place] < .max { counts[place] += 1 }
                }
            }
        }.states
        for sketch in sketches {
            for place in counts.indices where sketch[place] > 0 {
                counts[place] = UInt8(min(255, Int(counts[place]) + Int(sketch[place])))
            }
        }
    }

    private static func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 40) }

    /// Whether an n-gram may occur as often as `minimum`.
    func mayReach(_ minimum: Int, _ hash: UInt64) -> Bool { Int(counts[Self.place(hash)]) >= min(minimum, 255) }
}
