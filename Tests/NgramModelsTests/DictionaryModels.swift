internal import LanguageModeling
internal import NgramModels
internal import Tokenization

/// Models by their definitions, from dictionaries of windows: slow, and nothing shared with the library's tries.
struct DictionaryModels {
    let vocabulary: ModelVocabulary
    private var raw: [[WordID]: Int] = [:]
    private var segments: [[WordID]]
    private let longest: Int

    init(_ text: Text, upTo order: Int) {
        vocabulary = text.vocabulary
        segments = text.words.split(separator: Marker.segmentEnd, omittingEmptySubsequences: false).dropLast().map {
            [Marker.segmentStart] + $0 + [Marker.segmentEnd]
        }
        longest = order
        for segment in segments {
            for n in 1...order {
                for start in segment.indices where start + n <= segment.count {
                    raw[Array(segment[start..<start + n]), default: 0] += 1
                }
            }
        }
    }

    /// The words that may follow.
    var words: [WordID] { (0..<WordID(vocabulary.idCount)).filter { $0 != Marker.segmentStart } }
    private var uniform: Double { 1 / Double(vocabulary.size) }

    /// n(hw), and n(·hw) distinct left neighbours below the order at work where `adjusted`.
    private func count(_ ngram: [WordID], order: Int, adjusted: Bool) -> Int {
        if ngram == [Marker.segmentStart] { return 0 }
        guard adjusted, ngram.count < order, ngram.first != Marker.segmentStart else { return raw[ngram] ?? 0 }
        return raw.keys.count { $0.count == ngram.count + 1 && Array($0.dropFirst()) == ngram }
    }

    /// All counts above 0 of one length.
    func counts(length: Int, order: Int, adjusted: Bool) -> [[WordID]: Int] {
        var counts: [[WordID]: Int] = [:]
        for ngram in raw.keys where ngram.count == length {
            let count = count(ngram, order: order, adjusted: adjusted)
            if count > 0 { counts[ngram] = count }
        }
        return counts
    }

    /// P(w | h) = (c(hw) − D(c))/denominator + weight · P(w | h′): every interpolating method by its own few lines.
    ///
    /// - Parameter recipe: from the counts after h, by word: what is left of each count, the denominator, and what goes to
    ///   the order below; called with h's length + 1.
    func interpolated(
        order: Int, adjusted: Bool,
        recipe:
            @escaping (_ length: Int, _ after: [WordID: Int]) -> (
                left: [WordID: Double], weight: Double, total: Double
            )
    ) -> ([WordID]) -> [WordID: Double] {
        let tables = (1...order).map { counts(length: $0, order: order, adjusted: adjusted) }
        func distribution(_ context: [WordID]) -> [WordID: Double] {
            var after: [WordID: Int] = [:]
            for (ngram, count) in tables[context.count] where Array(ngram.dropLast()) == context {
                after[ngram[context.count]] = count
            }
            let lower =
                context.isEmpty
                ? Dictionary(uniqueKeysWithValues: words.map { ($0, uniform) })
                : distribution(Array(context.dropFirst()))
            if after.isEmpty { return lower }
            let (left, weight, total) = recipe(context.count + 1, after)
            return lower.reduce(into: [:]) { $0[$1.key] = (left[$1.key] ?? 0) / total + weight * $1.value }
        }
        return { distribution(Array($0.suffix(order - 1))) }
    }

    func wittenBell(_ order: Int) -> ([WordID]) -> [WordID: Double] {
        interpolated(order: order, adjusted: false) { _, after in
            let (n, t) = (Double(after.values.reduce(0, +)), Double(after.count))
            return (after.mapValues(Double.init), t / (n + t), n + t)
        }
    }

    func dirichlet(_ order: Int, _ strength: Double) -> ([WordID]) -> [WordID: Double] {
        interpolated(order: order, adjusted: false) { _, after in
            let n = Double(after.values.reduce(0, +))
            return (after.mapValues(Double.init), strength / (n + strength), n + strength)
        }
    }

    /// Absolute discounting and, of adjusted counts, Kneser–Ney.
    func absolute(_ order: Int, adjusted: Bool) -> ([WordID]) -> [WordID: Double] {
        let discounts = (1...order).map { length -> Double in
            let values = counts(length: length, order: order, adjusted: adjusted).values
            let (ones, twos) = (values.count { $0 == 1 }, values.count { $0 == 2 })
            return ones > 0 && twos > 0 ? Double(ones) / Double(ones + 2 * twos) : 0.5
        }
        return interpolated(order: order, adjusted: adjusted) { length, after in
            let d = discounts[length - 1]
            let n = Double(after.values.reduce(0, +))
            return (after.mapValues { Double($0) - d }, d * Double(after.count) / n, n)
        }
    }

    func modifiedKneserNey(_ order: Int) -> ([WordID]) -> [WordID: Double] {
        let discounts = (1...order).map { length -> [Double] in
            let values = counts(length: length, order: order, adjusted: true).values
            let t = (0...4).map { k in Double(values.count { $0 == k }) }
            guard t[1] > 0, t[2] > 0, t[3] > 0 else { return [0.5, 1, 1.5] }
            let y = t[1] / (t[1] + 2 * t[2])
            let d = (1...3).map { Double($0) - Double($0 + 1) * y * t[$0 + 1] / t[$0] }
            return zip(1..., d).allSatisfy { $1 > 0 && $1 <= Double($0) } ? d : [0.5, 1, 1.5]
        }
        return interpolated(order: order, adjusted: true) { length, after in
            let d = discounts[length - 1]
            let n = Double(after.values.reduce(0, +))
            let taken = after.values.reduce(0) { $0 + d[min($1, 3) - 1] }
            return (after.mapValues { Double($0) - d[min($0, 3) - 1] }, taken / n, n)
        }
    }
}
