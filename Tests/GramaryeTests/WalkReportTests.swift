internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// The numbers of each station, against arithmetic of their own.
@Suite struct WalkReportTests {
    private let folder: CorpusFolder
    private let corpus: Corpus
    private let train: [[String]]

    init() throws {
        folder = try CorpusFolder()
        train = randomLines(300, seed: 51)
        corpus = try folder.corpus(
            train: text(of: train), valid: text(of: randomLines(40, seed: 52)),
            test: text(of: randomLines(40, seed: 53)), minimumCount: 2)
    }

    /// A station's object for programs.
    private func object(_ station: WalkStation, of corpus: Corpus? = nil, text: String? = nil) throws -> [String: Any] {
        var settings = WalkSettings()
        settings.stations = [station]
        settings.seed = 3
        settings.text = text
        let json = try (corpus ?? self.corpus).walkReport(settings).data(as: .json).joined(separator: "\n")
        let whole = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        return try #require(whole[station.key] as? [String: Any])
    }

    private func rows(_ object: [String: Any], _ key: String = "rows") throws -> [[String: Any]] {
        try #require(object[key] as? [[String: Any]])
    }

    private func units(_ row: [String: Any]) -> [Double] { (1...4).map { row["unit_\($0)"] as? Double ?? .nan } }

    /// Train as models read it.
    private var events: [String] {
        let counts = Dictionary(train.joined().map { ($0, 1) }, uniquingKeysWith: +)
        return train.flatMap { $0.map { counts[$0]! < 2 ? "<unk>" : $0 } + ["</s>"] }
    }

    @Test func tokensAndTheirNumbers() throws {
        let tokens = try rows(object(.tokens, text: "w1 w0 w1"))
        #expect(tokens.map { $0["token"] as? String } == ["w1", "w0", "w1"])
        #expect(tokens.map { $0["source"] as? String } == ["w1", "w0", "w1"])
        let numbers = try object(.vocabulary, text: "w1 nosuch")
        let rows = try rows(numbers)
        #expect(rows[0]["count"] as? Int == train.joined().count { $0 == "w1" })
        #expect(rows[1]["word"] as? String == "<unk>" && rows[1]["id"] as? Int == 0 && rows[1]["count"] as? Int == 0)
        let known = Set(events).subtracting(["<unk>", "</s>"]).count
        #expect(numbers["vocabulary_size"] as? Int == known + 2)
        #expect(numbers["train_types"] as? Int == Set(train.joined()).count)
    }

    @Test func minibatchesAreThoseOfTheEquations() throws {
        let (object, events) = try (object(.minibatches), events)
        let (total, batch, steps) = (events.count, 2, 5)
        for row in try rows(object) {
            let first = try #require(row["first_event"] as? Int) - 1
            let inputs = (first..<first + steps).map { $0 == 0 ? "</s>" : events[$0 - 1] }
            #expect(row["inputs"] as? [String] == inputs)
            #expect(row["targets"] as? [String] == Array(events[first..<first + steps]))
            guard row["sampling"] as? String == "sequential" else { continue }
            let place = try (#require(row["minibatch"] as? Int) - 1, #require(row["row"] as? Int) - 1)
            #expect(first == place.1 * (total / batch) + place.0 * steps)
        }
        let sizes = try rows(object, "sizes")
        #expect(sizes.map { $0["events"] as? Int } == [total, total])
        #expect(sizes[0]["minibatches"] as? Int == (total / batch + steps - 1) / steps)
        let dropped = try #require(sizes[1]["dropped"] as? Int)
        let pieces = (total - dropped) / steps
        #expect((0..<steps).contains(dropped) && sizes[1]["subsequences"] as? Int == pieces)
        #expect(sizes[1]["minibatches"] as? Int == (pieces + batch - 1) / batch)
        // Training by these settings begins with the same minibatch.
        let settings = TrainingSettings(batch: batch, steps: steps, sampling: .random, seed: 3)
        let vocabulary = try corpus.vocabulary()
        let classes = try corpus.events(of: .train, in: vocabulary).words.map(WordClass.of)
        let minibatch = try #require(settings.minibatches(of: classes, epoch: 0).next())
        let shown = try rows(object).filter { $0["sampling"] as? String == "random" }
        let words = (0..<steps).map { vocabulary.words[Int(WordClass.word(of: minibatch.targets[$0 * batch]))] }
        #expect(shown[0]["targets"] as? [String] == words)
    }

    @Test func countsAndLaplace() throws {
        let pairs = train.flatMap { line in zip(line, line.dropFirst() + ["</s>"]).map { [$0, $1] } }
        let counts = Dictionary(pairs.map { ($0, 1) }, uniquingKeysWith: +)
        let seen = try rows(object(.counts))
        let context = try #require(seen[0]["context"] as? String)
        let total = counts.reduce(0) { $1.key[0] == context ? $0 + $1.value : $0 }
        #expect(seen.count > 2)
        for row in seen {
            let count = counts[[context, try #require(row["word"] as? String)]] ?? 0
            #expect(row["count"] as? Int == count && row["context_count"] as? Int == total)
            expectClose(row["probability"] as? Double, Double(count) / Double(total), 1e-12)
        }
        #expect(seen[0]["count"] as? Int == counts.filter { $0.key[1] != "</s>" }.values.max())
        let laplace = try object(.laplace)
        let size = Set(events).union(["<unk>"]).count
        #expect(laplace["vocabulary_size"] as? Int == size && laplace["context_count"] as? Int == total)
        for row in try rows(laplace) {
            let count = counts[[context, try #require(row["word"] as? String)]] ?? 0
            expectClose(row["laplace"] as? Double, Double(count + 1) / Double(total + size), 1e-12)
            expectClose(
                row["effective_count"] as? Double, Double((count + 1) * total) / Double(total + size), 1e-9)
        }
        let known = Set(events)
        let after = Set(counts.keys.filter { $0[0] == context }.map { known.contains($0[1]) ? $0[1] : "<unk>" })
        #expect(laplace["unseen_words"] as? Int == size - after.count)
        expectClose(
            laplace["unseen_probability"] as? Double, Double(size - after.count) / Double(total + size), 1e-12)
    }

    @Test(arguments: [nil, "w1 w2 nosuch w0"]) func perplexityIsTheMeanOfTheBits(text: String?) throws {
        let object = try object(.perplexity, text: text)
        let (rows, model) = (try rows(object), try ModelShelf(corpus).model("mkn:3"))
        var history: [WordID] = [Marker.segmentStart]
        var sum = 0.0
        for row in rows {
            let word = model.vocabulary.id(of: try #require(row["token"] as? String))
            let p = try #require(model.probabilities(after: Array(history.suffix(2))))[Int(word)]
            history.append(word)
            sum -= log2(p)
            expectClose(row["probability"] as? Double, p, 1e-12)
            expectClose(row["surprisal_bits"] as? Double, -log2(p), 1e-9)
            expectClose(row["running_bits"] as? Double, sum, 1e-9)
        }
        #expect(rows.count == object["events"] as? Int && rows.last?["token"] as? String == "</s>")
        expectClose(object["perplexity"] as? Double, exp2(sum / Double(rows.count)), 1e-9)
        let judged = try corpus.events(of: try #require(object["text"] as? String), in: model.vocabulary)
        expectClose(object["perplexity"] as? Double, try #require(model.perplexity(of: judged)), 1e-12)
    }

    @Test func anImpossibleTokenLeavesThePerplexityUndefined() throws {
        var settings = WalkSettings()
        settings.stations = [.perplexity]
        settings.text = "w0 nosuch"
        settings.model = try ModelName(parsing: "mle:2")
        let report = try corpus.walkReport(settings)
        #expect(report.description.contains("impossible") && report.description.contains("undefined"))
    }

    @Test func theProductIsTheRow() throws {
        let rows = try rows(object(.embedding))
        #expect(units(rows[0]) == units(rows[1]) && units(rows[0]).allSatisfy { abs($0) <= 0.1 && $0 != 0 })
    }

    @Test func aStepIsTheSumOfItsTerms() throws {
        let object = try object(.step)
        let rows = try rows(object)
        #expect(
            rows.map { $0["input"] as? String } == [String](repeating: "</s>", count: 4)
                + Array(repeating: events[0], count: 4))
        let recurrent = try self.rows(object, "recurrent_weights").map(units)
        for t in 0..<2 {
            let terms = rows[4 * t..<4 * t + 4].map(units)
            let before = t == 0 ? [0, 0, 0, 0] : units(rows[3])
            for unit in 0..<4 {
                let product = (0..<4).reduce(0) { $0 + before[$1] * recurrent[$1][unit] }
                expectClose(terms[1][unit], product, 1e-12)
                expectClose(terms[3][unit], tanh(terms[0][unit] + product + terms[2][unit]), 1e-6)
            }
        }
        let next = try #require(self.rows(object, "outputs").first { $0["comes_next"] as? Bool == true })
        #expect(next["word"] as? String == events[1])
        expectClose(object["loss"] as? Double, -log(try #require(next["probability"] as? Double)), 1e-12)
    }

    @Test func clippingShortensToTheNorm() throws {
        let object = try object(.clipping)
        let norm = try #require(rows(object)[0]["norm"] as? Double)
        for row in try rows(object) {
            let bound = try #require(row["clip_norm"] as? Double)
            expectClose(row["factor"] as? Double, min(1, bound / norm), 1e-12)
            expectClose(row["norm_after"] as? Double, min(norm, bound), 1e-6)
        }
        let matrices = try rows(object, "matrices")
        let squares = matrices.reduce(0) { $0 + pow($1["norm"] as? Double ?? .nan, 2) }
        expectClose(squares.squareRoot(), norm, 1e-6)
        #expect(matrices.map { $0["matrix"] as? String } == ["W_xh", "W_hh", "b_h", "W_hq", "b_q"])
    }

    @Test func gradientsFallAsThePowersOfTheMatrix() throws {
        let object = try object(.gradients)
        let rows = try rows(object)
        let radius = try #require(object["spectral_radius"] as? Double)
        let weights = try self.rows(self.object(.step), "recurrent_weights").map(units)
        var power = (0..<4).map { i in (0..<4).map { $0 == i ? 1.0 : 0 } }
        #expect(rows.count == 21)
        for (k, row) in rows.enumerated() {
            let norm = power.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
            expectClose(row["power_norm"] as? Double, norm, 1e-9)
            expectClose(row["radius_power"] as? Double, pow(radius, Double(k)), 1e-12)
            power = power.map { line in (0..<4).map { j in (0..<4).reduce(0) { $0 + line[$1] * weights[$1][j] } } }
        }
        // ‖Wᵏ‖ is never below ρᵏ; its k-th root comes near ρ (Gelfand 1941).
        #expect(rows.allSatisfy { ($0["power_norm"] as? Double ?? 0) >= ($0["radius_power"] as? Double ?? 1) * 0.999 })
        let root = try pow(#require(rows[20]["power_norm"] as? Double), 1.0 / 20)
        #expect(radius > 0.05 && root < 1.2 * radius)
        // The largest singular value, by the powers of WᵀW, bounds the gradient at every step (Pascanu et al. 2013).
        var vector = [1.0, 0.7, -0.4, 0.2]
        var norm = 0.0
        for _ in 0..<2000 {
            let image = (0..<4).map { i in (0..<4).reduce(0) { $0 + vector[$1] * weights[$1][i] } }
            let back = (0..<4).map { i in (0..<4).reduce(0) { $0 + image[$1] * weights[i][$1] } }
            norm = back.reduce(0) { $0 + $1 * $1 }.squareRoot().squareRoot()
            vector = back.map { $0 / (norm * norm) }
        }
        expectClose(object["spectral_norm"] as? Double, norm, 1e-6)
        #expect(rows[0]["relative"] as? Double == 1)
        for row in rows {
            let (relative, bound) = try (
                #require(row["relative"] as? Double), #require(row["bound"] as? Double)
            )
            #expect(relative <= bound * (1 + 1e-9), "\(row)")
        }
    }

    @Test func theSeedDrawsTheNetwork() throws {
        var settings = WalkSettings()
        settings.stations = [.embedding, .step]
        let (first, again) = try (corpus.walkReport(settings), corpus.walkReport(settings))
        settings.seed = 2
        let other = try corpus.walkReport(settings)
        #expect(first.description == again.description && first.description != other.description)
    }

    @Test func whatACorpusHasTooLittleForIsSaid() throws {
        let shown = try folder.corpus(train: "one\n", minimumCount: 2).walkReport()
        #expect(shown.rows.rows.count == 10)
        let states = shown.rows.rows.map { $0[4] == .bool(true) }
        // No pair to count, and no test to judge on.
        #expect(states == [true, true, true, false, false, false, true, true, true, true], "\(shown)")
        #expect(shown.description.contains("no segment of train has two tokens"))
        #expect(throws: CorpusError.self) {
            var settings = WalkSettings()
            settings.text = " "
            _ = try corpus.walkReport(settings)
        }
    }
}
