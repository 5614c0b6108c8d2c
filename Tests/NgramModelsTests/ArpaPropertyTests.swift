internal import Basics
internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct ArpaPropertyTests {
    private func numbers(_ model: any LanguageModel) throws -> FixedNumbers<UInt32> {
        try #require(model as? BackoffModel).packed.numbers
    }

    /// Every number comes back bit for bit, zeros and odd words too.
    @Test(arguments: 0..<60) func outAndInIsTheSameModel(seed: UInt64) throws {
        let arpa = RandomArpa(seed: seed, backoffs: -2...0, closed: true, zeros: true)
        let model = try readArpa(Array(arpa.text.utf8))
        let bytes = try writtenArpa(model)
        let again = try readArpa(bytes)
        #expect(again.vocabulary.words.map { Array($0.utf8) } == model.vocabulary.words.map { Array($0.utf8) })
        #expect(try numbers(again) == numbers(model))
        #expect(try writtenArpa(again) == bytes)
    }

    @Test(arguments: ["mkn:3", "katz:3", "witten-bell:4", "jelinek-mercer:2", "dirichlet:3:0.5"])
    func estimatedModelsComeBackAsTheyAreSaved(name: String) throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let model = try Text.random(seed: seed, segments: 60, types: 20, longest: 9).model(name)
            #expect(try numbers(readArpa(writtenArpa(model))) == numbers(model))
        }
    }

    /// Contexts that are no n-grams of the file change nothing of what its recursion says.
    @Test(arguments: 0..<60) func theRecursionOfTheFile(seed: UInt64) throws {
        let arpa = RandomArpa(seed: 100 + seed, backoffs: -2...0, closed: seed % 2 == 0, zeros: seed % 3 == 0)
        let model = try readArpa(Array(arpa.text.utf8), piece: 1 + Int(seed) * 7)
        let lacksContexts = arpa.probabilities.keys.contains {
            $0.count > 1 && arpa.probabilities[Array($0.dropLast())] == nil
        }
        #expect(model.notes.contains { $0.contains("no n-gram of the file") } == lacksContexts)
        for context in arpa.contexts {
            let found = try #require(model.probabilities(after: context.map(model.vocabulary.id(of:))))
            for word in arpa.words where word != "<UNK>" || arpa.words.contains("<unk>") {
                let wanted = pow(10, arpa.logProbability(word, after: context))
                expectClose(found[Int(model.vocabulary.id(of: word))], wanted, 1e-5, "\(context) \(word)")
            }
        }
    }

    /// A file is refused if, and only if, some word has a probability above 1 after some context.
    @Test func probabilitiesAboveOneAreFoundInEveryContext() throws {
        var (refused, read) = (0, 0)
        for seed in 0..<300 as Range<UInt64> {
            let arpa = RandomArpa(seed: 1000 + seed, backoffs: -0.5...1.1, closed: seed % 2 == 0)
            let largest = arpa.contexts.flatMap { context in
                arpa.words.map { arpa.logProbability($0, after: context) }
            }.max()!
            // What lies that near to 1 is a matter of rounding.
            if abs(largest) < 1e-4 { continue }
            if largest > 0 {
                refused += 1
                #expect(throws: ArpaError.self, "seed \(seed)") { try readArpa(Array(arpa.text.utf8)) }
            } else {
                read += 1
                #expect(throws: Never.self, "seed \(seed)") { try readArpa(Array(arpa.text.utf8)) }
            }
        }
        #expect(refused > 30 && read > 30, "\(refused) refused, \(read) read")
    }

    /// The same where the file lacks contexts, which are put in with what backing off gives them: a weight is chosen so
    /// that one of them has a probability about 1. The line named is that weight's where nothing else is above 1.
    @Test func missingContextsAreNoWayAroundTheBound() throws {
        var (refused, read, alone) = (0, 0, 0)
        for seed in 0..<400 as Range<UInt64> {
            var arpa = RandomArpa(seed: 5000 + seed, backoffs: -1...0, closed: false)
            var generator = SeededGenerator(seed: seed)
            let candidates = arpa.missingContexts.filter {
                arpa.backoffs[Array($0.dropLast())] != nil
                    && arpa.logProbability($0.last!, after: Array($0.dropFirst().dropLast())) > -.infinity
            }
            guard let missing = candidates.randomElement(using: &generator) else { continue }
            let (history, word) = (Array(missing.dropLast()), missing.last!)
            let aim = Double.random(in: -0.9...0.3, using: &generator)
            let weight = aim - arpa.logProbability(word, after: Array(history.dropFirst()))
            arpa.weigh(history, (weight * 1e5).rounded() / 1e5)
            var (largest, elsewhere) = (-Double.infinity, -Double.infinity)
            for context in arpa.contexts {
                for next in arpa.words {
                    let found = arpa.logProbability(next, after: context)
                    largest = max(largest, found)
                    if next != word || context.suffix(history.count) != history[...] {
                        elsewhere = max(elsewhere, found)
                    }
                }
            }
            if abs(largest) < 1e-4 || abs(elsewhere) < 1e-4 { continue }
            let bytes = Array(arpa.text.utf8)
            if largest > 0 {
                refused += 1
                let error = #expect(throws: ArpaError.self, "seed \(seed)") { try readArpa(bytes) }
                guard elsewhere < 0 else { continue }
                alone += 1
                let lines = arpa.text.split(separator: "\n", omittingEmptySubsequences: false)
                let line = lines.firstIndex {
                    $0.split(separator: "\t").dropFirst().first == history.joined(separator: " ")[...]
                }
                #expect(
                    try error?.fact.hasPrefix("line \(#require(line) + 1): ") == true, "\(error?.fact ?? "") \(seed)")
            } else {
                read += 1
                let model = try readArpa(bytes)
                for context in arpa.contexts {
                    let found = try #require(model.probabilities(after: context.map(model.vocabulary.id(of:))))
                    #expect(found.allSatisfy { $0 <= 1 + 1e-6 }, "\(context), seed \(seed)")
                }
            }
        }
        #expect(refused > 30 && read > 30 && alone > 10, "\(refused) refused, \(alone) for one word, \(read) read")
    }

    /// Models of honest tools, pruned ones too, have large weights where they should, and no probability above 1.
    @Test(arguments: ["katz:3", "mkn:3", "witten-bell:3"]) func honestFilesAreRead(name: String) throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            let text = Text.random(seed: seed, segments: 40, types: 3 + Int(seed), longest: 8)
            let name = try NgramModelName(parsing: name)
            let counts = try NgramCounts(of: text.words, idCount: text.vocabulary.idCount, order: 3)
            for pruning in [nil, Pruning.counts([0, 1, 1]), .relativeEntropy(1e-2)] {
                let model = try name.estimate(
                    from: counts, vocabulary: text.vocabulary, heldOut: text.words, pruning: pruning)
                #expect(throws: Never.self) { try readArpa(writtenArpa(model)) }
            }
        }
    }

    /// However little memory there is, and in whatever order the lines are, the model is the same, and so are errors.
    @Test func littleMemoryAndAnyOrderMakeTheSameModel() throws {
        for (seed, order) in [(1, 2), (2, 3), (3, 5)] as [(UInt64, Int)] {
            let text = Text.random(seed: seed, segments: 400, types: 2_000, longest: 20)
            let model = try text.model("mkn:\(order)")
            let bytes = try writtenArpa(model)
            #expect(bytes.count > 1 << 17, "several blocks of the least size")
            var generator = SeededGenerator(seed: seed)
            var shuffled: [Substring] = []
            var section: [Substring] = []
            for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            {
                // 1-grams number the words.
                if line.split(separator: " ").count > 1, line.contains("\t") {
                    section.append(line)
                } else {
                    shuffled += section.shuffled(using: &generator) + [line]
                    section = []
                }
            }
            let wanted = try numbers(model)
            for memory in [0, 1 << 30] {
                #expect(try numbers(readArpa(bytes, piece: 1_000, memory: memory)) == wanted)
                #expect(try numbers(readArpa(Array(shuffled.joined(separator: "\n").utf8), memory: memory)) == wanted)
            }
            // One line twice, far from itself.
            let place = try #require(shuffled.lastIndex { $0.contains("\t") })
            let early = try #require(
                shuffled.firstIndex { $0.contains("\t") && $0.split(separator: " ").count == order })
            var twice = shuffled
            twice[place] = twice[early]
            let error = #expect(throws: ArpaError.self) {
                try readArpa(Array(twice.joined(separator: "\n").utf8), memory: 0)
            }
            #expect(
                error?.fact == "line \(place + 1): the \(order)-gram of line \(early + 1) stands again",
                "\(error?.fact ?? "")")
        }
    }

    @Test func numbersAreReadExactly() {
        var generator = SeededGenerator(seed: 5)
        var texts = [
            "0", "-0", ".5", "-.5", "5.", "-", ".", "", "1e-7", "-99", "+1", "nan", "0x10", "1..2", "-inf", "1-2",
        ]
        for _ in 0..<3000 {
            let digits = Int.random(in: 0...18, using: &generator)
            texts.append(String(format: "%.\(digits)f", Double.random(in: -120...120, using: &generator)))
        }
        for text in texts {
            let (read, wanted) = (ArpaNumber.parse(Array(text.utf8).span), Double(text))
            #expect(read?.bitPattern == wanted?.bitPattern, "\(text)")
        }
    }

    /// Damage may put any bits where a number was.
    @Test func everyNumberHasAText() {
        for number in [
            Double.nan, -.nan, .infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
            -Double.leastNonzeroMagnitude,
        ] {
            #expect(!ArpaNumber.text(ofNatural: number).isEmpty)
        }
        #expect(ArpaNumber.parse(ArpaNumber.text(ofNatural: .nan).span)?.isNaN == true)
        #expect(ArpaNumber.parse(ArpaNumber.text(ofNatural: .infinity).span) == .infinity)
    }

    @Test func numbersAreWrittenSoThatTheyComeBack() throws {
        var generator = SeededGenerator(seed: 6)
        let some: [Float] = [
            -99 * Float(log(10.0)), -.leastNormalMagnitude, -1e-30, -1e30, 2e9, -227.95593, 0, -.infinity,
        ]
        let many = (0..<5000).map { _ in Float.random(in: -300...3, using: &generator) }
        for number in some + many {
            let parsed = ArpaNumber.parse(ArpaNumber.text(ofNatural: Double(number)).span)
            let read = try #require(parsed)
            let natural = read == ArpaNumber.zero ? -.infinity : Float(read * log(10))
            #expect(natural == number, "\(number)")
        }
    }
}
