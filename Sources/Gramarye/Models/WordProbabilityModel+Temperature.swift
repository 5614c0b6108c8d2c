internal import Foundation
internal import LanguageModeling

extension WordProbabilityModel {
    /// What `<unk>` has of the probability after a context: no temperature changes it where it cannot be listed.
    /// - Returns: `nil` where it has none.
    func unlistedShare(after context: [String]) throws -> Double? {
        let answer = try answer(Marker.texts[Int(Marker.unknown)], after: context)
        return answer.logProbability.map { exp($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The likeliest words where temperature divides the chances anew among all words that can be listed: in proportion to
    /// P(w)^(1/T). Their sum stays what it is, that of the whole vocabulary 1; at T = 0 the likeliest has all of it.
    ///
    /// - Parameters:
    ///   - used: the words before that the model looks at.
    ///   - limit: at most this many; 0 for all.
    ///   - unknown: whether `<unk>` can be listed; else it keeps its probability.
    ///   - temperature: T, from 0.
    /// - Complexity: O(V).
    func likeliest(
        afterUsed used: [String], limit: Int, unknown: Bool, temperature: Double
    ) throws -> [WordProbability] {
        guard let (probabilities, token) = try distribution(after: used) else { return [] }
        var listed = probabilities
        if !unknown {
            let marker = Marker.texts[Int(Marker.unknown)]
            // Alone of the distributions that of the words as spelled has not `<unk>` in the first place.
            let place =
                if case .unsmoothed = source {
                    try listed.indices.first { try token($0) == marker }
                } else { Int(Marker.unknown) as Int? }
            if let place { listed[place] = 0 }
        }
        let sum = listed.reduce(0, +)
        let shared = tempered(listed, temperature: temperature).map { $0 * sum }
        // Equal ones stand as without temperature: of Laplace's model by code points, else by id.
        var rank = Array(shared.indices)
        if case .laplace = source {
            let tokens = try rank.map(token)
            for (place, id) in rank.sorted(by: { codePointsPrecede(tokens[$0], tokens[$1]) }).enumerated() {
                rank[id] = place
            }
        }
        let order = shared.indices.filter { shared[$0] > 0 }.sorted {
            (shared[$1], listed[$1], rank[$0]) < (shared[$0], listed[$0], rank[$1])
        }
        return try order.prefix(limit == 0 ? order.count : limit).map { place in
            try answer(token(place), afterUsed: used, logProbability: log(shared[place]))
        }
    }
}
