internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Tokenization

/// An ARPA file made at random, and what it says, by dictionaries alone.
struct RandomArpa {
    /// By n-gram; log₁₀.
    private(set) var probabilities: [[String]: Double] = [:]
    private(set) var backoffs: [[String]: Double] = [:]
    let order: Int
    let words: [String]
    private var lines: [[[String]]] = []

    /// - Parameters:
    ///   - backoffs: the weights' range.
    ///   - closed: whether each n-gram's context is an n-gram too.
    init(seed: UInt64, backoffs range: ClosedRange<Double>, closed: Bool, zeros: Bool = false) {
        var generator = SeededGenerator(seed: seed)
        order = Int.random(in: 2...4, using: &generator)
        words = ["<unk>", "</s>", "<space>", "a", "<space:20>", "e\u{301}", "\u{f6}", "\\end\\", "-0.5", "<UNK>"]
            .prefix(Int.random(in: 4...10, using: &generator)).map(\.self)
        func number(_ range: ClosedRange<Double>) -> Double {
            (Double.random(in: range, using: &generator) * 1e5).rounded() / 1e5
        }
        func probability() -> Double {
            zeros && Int.random(in: 0..<5, using: &generator) == 0 ? -99 : number(-3...(-0.1))
        }
        var before: [[String]] = [[]]
        for n in 1...order {
            var level = Set<[String]>()
            if n == 1 {
                level = Set((words + ["<s>"]).map { [$0] })
            } else {
                for _ in 0..<Int.random(in: 4...40, using: &generator) {
                    let context =
                        closed || Bool.random(using: &generator)
                        ? before.randomElement(using: &generator)!
                        : (0..<n - 1).map { _ in words.randomElement(using: &generator)! }
                    if !context.contains("</s>") { level.insert(context + [words.randomElement(using: &generator)!]) }
                }
            }
            // A set's order is another in each run.
            before = level.sorted { $0.lexicographicallyPrecedes($1) }
            lines.append(before)
            for ngram in before {
                probabilities[ngram] = ngram.last == "<s>" ? -99 : probability()
                if n < order { backoffs[ngram] = Int.random(in: 0..<3, using: &generator) == 0 ? 0 : number(range) }
            }
        }
    }

    /// Gives a context of the file another weight.
    mutating func weigh(_ context: [String], _ backoff: Double) { backoffs[context] = backoff }

    /// The beginnings of n-grams, of two words or more, that are no n-grams of the file.
    var missingContexts: [[String]] {
        let beginnings = probabilities.keys.flatMap { ngram in
            (0..<ngram.count).dropFirst(2).map { Array(ngram.prefix($0)) }
        }
        return Set(beginnings).filter { probabilities[$0] == nil }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    var text: String {
        var text = "\\data\\\n"
        for (n, level) in lines.enumerated() { text += "ngram \(n + 1)=\(level.count)\n" }
        for (n, level) in lines.enumerated() {
            text += "\n\\\(n + 1)-grams:\n"
            for ngram in level {
                text += "\(probabilities[ngram]!)\t\(ngram.joined(separator: " "))"
                if let backoff = backoffs[ngram], backoff != 0 { text += "\t\(backoff)" }
                text += "\n"
            }
        }
        return text + "\n\\end\\\n"
    }

    /// log₁₀ P(word | context): the recursion as the format has it, −∞ for −99.
    func logProbability(_ word: String, after context: [String]) -> Double {
        if word == "<s>" { return -.infinity }
        if let p = probabilities[context + [word]] { return p == -99 ? -.infinity : p }
        if context.isEmpty { return -100 }
        let weight = backoffs[context] ?? 0
        return (weight == -99 ? -.infinity : weight) + logProbability(word, after: Array(context.dropFirst()))
    }

    /// All contexts of up to N − 1 words.
    var contexts: [[String]] {
        var all: [[String]] = [[]]
        var longest = all
        for _ in 1..<order {
            longest = longest.flatMap { context in (words + ["<s>"]).map { context + [$0] } }
            all += longest
        }
        return all
    }
}

func readArpa(_ bytes: [UInt8], piece: Int = .max, memory: Int = 1 << 20) throws -> any LanguageModel {
    var reader = ArpaReader(plan: SpillPlan(memory: memory, folder: NSTemporaryDirectory(), threads: 2))
    var start = 0
    while start < bytes.count {
        let end = start + min(piece, bytes.count - start)
        try reader.append(Array(bytes[start..<end]))
        start = end
    }
    return try reader.finish(named: "read").opened()
}

func writtenArpa(_ model: any LanguageModel) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try writeArpa(model, comment: "a test") { bytes += $0 }
    return bytes
}
