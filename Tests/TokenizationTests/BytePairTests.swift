internal import TestSupport
internal import Testing
internal import Tokenization

/// Training and merging do what the plain algorithms do.
@Suite struct BytePairTests {
    /// Algorithm 1 of Sennrich et al. as it stands: all pairs are counted anew for each merge.
    private func plainMerges(_ words: [(word: [UInt8], count: Int)], size: Int) -> [[UInt8]] {
        // Bytes in the order of GPT-2's vocabulary.
        let printable = (0..<256).map { UInt8($0) }.filter {
            (33...126).contains($0) || (161...172).contains($0) || $0 >= 174
        }
        let order = printable + (0..<256).map { UInt8($0) }.filter { !printable.contains($0) }
        var pieces = order.map { [$0] }
        var words = words.map { word in (word.word.map { byte in order.firstIndex(of: byte)! }, word.count) }
        while pieces.count < size {
            var counts: [[Int]: Int] = [:]
            for (word, count) in words {
                for index in word.indices.dropLast() { counts[[word[index], word[index + 1]], default: 0] += count }
            }
            let best = counts.max {
                $0.value != $1.value ? $0.value < $1.value : $1.key.lexicographicallyPrecedes($0.key)
            }
            guard let best, best.value > 1 else { break }
            let piece = pieces[best.key[0]] + pieces[best.key[1]]
            let number = pieces.firstIndex(of: piece) ?? pieces.count
            if number == pieces.count { pieces.append(piece) }
            words = words.map { word, count in
                var merged: [Int] = []
                var index = 0
                while index < word.count {
                    if index + 1 < word.count, [word[index], word[index + 1]] == best.key {
                        merged.append(number)
                        index += 2
                    } else {
                        merged.append(word[index])
                        index += 1
                    }
                }
                return (merged, count)
            }
        }
        return pieces
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>) func trainingIsThePlainAlgorithm(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let letters = Array("aaabbcd é漢")
        let text = (0..<Int.random(in: 50...600, using: &generator))
            .map { _ in String(letters.randomElement(using: &generator)!) }.joined()
        let words = try TestSubwords.words(of: text)
        let size = Int.random(in: 256...330, using: &generator)
        let model = try TestSubwords.trained(on: text, size: size)
        let wanted = plainMerges(words, size: size)
        #expect(model.vocabularySize == wanted.count)
        // The pieces are what texts are cut into, at last: each is one subword by itself, or the merges would differ.
        for piece in wanted where String(validating: piece, as: UTF8.self) != nil {
            let text = String(decoding: piece, as: UTF8.self)
            let split = try TestSubwords.words(of: text)
            guard split.count == 1, split[0].word == piece else { continue }
            #expect(try TestSubwords.subwords(model, of: text).count == 1, "\(text.debugDescription)")
        }
    }

    /// The order of words is of no matter, nor is how their counts are divided.
    @Test func trainingDependsOnCountsAlone() throws {
        var generator = SeededGenerator(seed: 7)
        let words = try TestSubwords.words(of: TestTexts.prose(words: 400, using: &generator))
        var first: String?
        for _ in 0..<5 {
            let parts = words.flatMap { word in
                let half = Int.random(in: 0...word.count, using: &generator)
                return [(word.word, half), (word.word, word.count - half)]
            }.shuffled(using: &generator)
            var training = BytePairTraining(words: parts.lazy.map { $0.0[...] }, counts: parts.map(\.1))
            let hash = training.model(size: 500, named: "").hash
            #expect(hash == first ?? hash)
            first = hash
        }
    }

    /// Greedy merging of the lowest rank, the leftmost first, looked for anew each time.
    @Test(arguments: [2, 9, 64, 65, 400]) func mergingIsThePlainLoop(length: Int) {
        var generator = SeededGenerator(seed: UInt64(length))
        for _ in 0..<60 {
            var pairs: [(UInt32, UInt32, UInt32, UInt32)] = []
            for rank in 0..<40 as Range<UInt32> {
                let (left, right) = (
                    UInt32.random(in: 0..<4 + rank, using: &generator),
                    UInt32.random(in: 0..<4 + rank, using: &generator)
                )
                if pairs.contains(where: { $0.0 == left && $0.1 == right }) { continue }
                // Several pairs may have one rank, as scores have it.
                pairs.append((left, right, rank / 2, 4 + rank))
            }
            let word = (0..<length).map { _ in UInt32.random(in: 0..<4, using: &generator) }
            var wanted = word
            while true {
                let ranked = wanted.indices.dropLast().compactMap { index in
                    pairs.first { $0.0 == wanted[index] && $0.1 == wanted[index + 1] }.map { (index, $0.2, $0.3) }
                }
                guard let best = ranked.min(by: { $0.1 != $1.1 ? $0.1 < $1.1 : $0.0 < $1.0 }) else { break }
                wanted[best.0] = best.2
                wanted.remove(at: best.0 + 1)
            }
            var merged = word
            var merging = PairMerging()
            merging.merge(&merged, by: PairTable(pairs))
            #expect(merged == wanted)
        }
    }
}
