/// Measures of lexical diversity that depend on the order of the tokens.
package enum SequentialDiversity {
    /// MATTR: the mean type–token ratio of all windows of `window` tokens (Covington & McFall 2010).
    /// - Parameters:
    ///   - tokens: ids of types in text order.
    ///   - typeCount: greater than every id.
    /// - Returns: `nil` for a text shorter than a window.
    package static func movingAverageRatio(_ tokens: [UInt32], typeCount: Int, window: Int) -> Double? {
        guard window >= 1, tokens.count >= window else { return nil }
        var counts = [Int32](repeating: 0, count: typeCount)
        var (distinct, sum) = (0, 0)
        for index in tokens.indices {
            let id = Int(tokens[index])
            if counts[id] == 0 { distinct += 1 }
            counts[id] += 1
            if index >= window {
                let old = Int(tokens[index - window])
                counts[old] -= 1
                if counts[old] == 0 { distinct -= 1 }
            }
            if index >= window - 1 { sum += distinct }
        }
        return Double(sum) / Double(window) / Double(tokens.count - window + 1)
    }

    /// MTLD: the mean length of stretches that keep the type–token ratio above a threshold, forward and backward (McCarthy
    /// & Jarvis 2010, Behavior Research Methods 42, p. 384). A stretch ends where the ratio is at most the threshold; where
    /// implementations wait for less than it, ratios such as 18/25 = 0.72 go on.
    /// - Returns: `nil` for no tokens or no repeated token, where no stretch ends.
    package static func textualDiversity(_ tokens: [UInt32], typeCount: Int, threshold: Double = 0.72) -> Double? {
        let forward = factors(tokens, typeCount: typeCount, threshold)
        let backward = factors(tokens.reversed(), typeCount: typeCount, threshold)
        guard forward > 0, backward > 0 else { return nil }
        return (Double(tokens.count) / forward + Double(tokens.count) / backward) / 2
    }

    /// How many stretches fall to the threshold, the last one by the share of the way it has gone.
    private static func factors(_ tokens: some Sequence<UInt32>, typeCount: Int, _ threshold: Double) -> Double {
        // The stretch in which a type was last seen, so that a new one needs no clearing.
        var seenIn = [Int32](repeating: -1, count: typeCount)
        var (complete, types, length) = (Int32(0), 0, 0)
        for token in tokens {
            length += 1
            if seenIn[Int(token)] != complete {
                seenIn[Int(token)] = complete
                types += 1
            }
            if Double(types) / Double(length) <= threshold {
                complete += 1
                (types, length) = (0, 0)
            }
        }
        let ratio = length == 0 ? 1 : Double(types) / Double(length)
        return Double(complete) + (1 - ratio) / (1 - threshold)
    }
}
