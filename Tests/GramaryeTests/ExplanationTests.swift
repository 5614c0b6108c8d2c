internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// An explanation is the probability: what it prints multiplies and adds up to what the model says.
@Suite struct ExplanationTests {
    /// w0 … w29, the rare ones of which are `<unk>` to the models; "w0 w1 w0" is longer than any stored context.
    private static let questions: [(word: String, context: String)] = [
        ("w0", ""), ("w1", "w0"), ("w2", "w0 w1"), ("w0", "w0 w1 w0"), ("w3", "<s>"), ("w4", "<s> w0"),
        ("</s>", "w1"), ("w5", "w28 w29"), ("w1", "zebra w0"), ("w6", "w0 zebra"), ("zebra", "w0 w1"),
        ("zebra", "zebra"),
        ("w29", "w3 w2"), ("w1", "</s>"), ("<s>", "w0"),
    ]

    private static let methods = [
        "mle:1", "mle:3", "laplace:1", "laplace:3", "lidstone:2:0.3", "dirichlet:1:2", "dirichlet:3:2.5",
        "jelinek-mercer:3", "witten-bell:1", "witten-bell:3", "absolute:3", "kneser-ney:3", "kneser-ney:2", "mkn:1",
        "mkn:3", "mkn:4", "katz:1", "katz:3", "stupid-backoff:1", "stupid-backoff:3", "mkn:3+laplace:1",
        "witten-bell:2+cache", "katz:2+dirichlet:2:1+cache",
    ]

    private func corpus(_ folder: CorpusFolder, lines: Int = 400) throws -> Corpus {
        try folder.corpus(
            train: text(of: randomLines(lines, seed: 21)), valid: text(of: randomLines(60, seed: 22)), minimumCount: 3)
    }

    @Test(arguments: methods) func addsUpToTheProbability(model: String) throws {
        let folder = try CorpusFolder()
        try check(model, in: corpus(folder))
    }

    /// In a text where discounts have fallbacks, orders have no n-gram, and most is unseen.
    @Test(arguments: methods) func addsUpInAText(ofFewWords model: String) throws {
        let folder = try CorpusFolder()
        try check(model, in: folder.corpus(train: "w0 w1\nw0 w1\nw1 w0\n", valid: "w0 w1 w1\n", minimumCount: 2))
    }

    @Test(arguments: ["mle:2", "laplace:3", "dirichlet:2:4", "mkn:3", "katz:3", "stupid-backoff:3"])
    func aSavedModelTellsWhatItHolds(method: String) throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder)
        guard case .ngram(let name)? = try ModelName(parsing: method).components.first else { return }
        let store = try CorpusStore(path: corpus.store.path, access: .readWrite)
        try store.save(ModelShelf(corpus).train(name), named: "base")
        let saved = try Corpus(path: corpus.store.path)
        try check("base", in: saved)
        if name.method != .stupidBackoff, name.method != .maximumLikelihood { try check("base+cache", in: saved) }
    }

    @Test(arguments: [
        NetworkArchitecture(cell: .lstm, hidden: 8, embedding: 6),
        NetworkArchitecture(cell: .gru, layers: 2, hidden: 5),
        NetworkArchitecture(cell: .elman, hidden: 8, embedding: 8, tied: true, state: .reset),
        NetworkArchitecture(cell: .feedforward, hidden: 7, embedding: 4, window: 3),
        NetworkArchitecture(cell: .lstm, hidden: 8, embedding: 8, tied: true, cutoffs: [4, 9]),
    ])
    func aNetworksStep(architecture: NetworkArchitecture) throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder)
        let training = try corpus.training(
            of: architecture, settings: TrainingSettings(learningRate: 0.01, batch: 4, epochs: 1, seed: 1),
            vocabulary: corpus.vocabulary())
        while try training.next() != nil {}
        try CorpusStore(path: corpus.store.path, access: .readWrite).save(training, named: "net")
        let saved = try Corpus(path: corpus.store.path)
        try check("net", in: saved)
        try check("net+mkn:2", in: saved)

        let explanation = try #require(try explanations("net", "w2", "w0 w1", in: saved).first?.explanation)
        let inputs = try #require(explanation["inputs"] as? [[String: Any]])
        let read = ["w1", "w0", "</s>"].prefix(architecture.window ?? 1)
        #expect(inputs.compactMap { $0["word"] as? String } == Array(read))
        for input in inputs {
            #expect(shape(input["embedding"]) == architecture.embedding.map { [1, $0] })
        }
        let layers = try #require(explanation["layers"] as? [[[String: Any]]])
        #expect(layers.count == architecture.layers)
        let gates: [NetworkArchitecture.Cell: [String]] = [
            .elman: ["H_{t−1}", "A", "H_t"], .gru: ["H_{t−1}", "R", "Z", "C", "H_t"],
            .lstm: ["H_{t−1}", "C_{t−1}", "I", "F", "G", "O", "C_t", "H_t"], .feedforward: ["A", "H"],
        ]
        for vectors in layers {
            #expect(vectors.compactMap { $0["name"] as? String } == gates[architecture.cell])
            #expect(vectors.allSatisfy { shape($0) == [1, architecture.hidden] })
            let values = vectors.compactMap { $0["values"] as? [Double] }
            #expect(values.count == vectors.count && values.allSatisfy { $0.count == architecture.hidden })
            for unit in 0..<architecture.hidden { checkCell(architecture.cell, values.map { $0[unit] }) }
        }
        let likeliest = try #require(explanation["likeliest"] as? [[String: Any]])
        #expect(likeliest.count == 10)
        for candidate in likeliest {
            let word = try #require(candidate["word"] as? String)
            let own = try explanations("net", word, "w0 w1", in: saved)[0].probability
            expectNear(candidate["probability"] as? Double, own, 1e-9, "\(word)")
        }
    }

    /// The last formulas of a cell, of one unit's numbers in the order in which they are told.
    private func checkCell(_ cell: NetworkArchitecture.Cell, _ told: [Double]) {
        switch cell {
        case .elman: #expect(abs(told[2] - tanh(told[1])) < 1e-6 || abs(told[2] - told[1]) < 1e-6)
        case .gru:
            let (before, update, candidate, state) = (told[0], told[2], told[3], told[4])
            #expect(abs(update * before + (1 - update) * candidate - state) < 1e-6)
        case .lstm:
            let (before, input, forget, candidate) = (told[1], told[2], told[3], told[4])
            let (output, memory, state) = (told[5], told[6], told[7])
            #expect(abs(forget * before + input * candidate - memory) < 1e-6)
            #expect(abs(output * tanh(memory) - state) < 1e-6)
        case .feedforward: break
        }
    }

    private func shape(_ vector: Any?) -> [Int]? { (vector as? [String: Any])?["shape"] as? [Int] }

    @Test func aProductIsOfItsWords() throws {
        let folder = try CorpusFolder()
        let rows = try explanations("mkn:2", "w0 w1", "w2", in: corpus(folder))
        #expect(rows.count == 3 && rows[2].explanation["kind"] as? String == "product")
        expectNear(recomputed(rows[2].explanation), rows[2].probability, 1e-9, "the product")
        expectNear(rows[0].probability! * rows[1].probability!, rows[2].probability, 1e-9, "its factors")
    }

    /// A page has the equations as MathML beside their text, whatever the words are.
    @Test func pagesHaveMathML() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(train: "a <b> a\na <b> &c\n<b> a a\n", valid: "a a\n")
        let report = try ModelShelf(corpus).probabilityReport(
            of: "<b>", after: "&c a", models: ["witten-bell:3"], explained: true)
        let page = report.page
        #expect(page.contains("alttext=\"P(&lt;b&gt; | &amp;c a) = "))
        #expect(page.contains("<mtext>&lt;b&gt;</mtext>") && !page.contains("<mtext><b>"))
        #expect(page.components(separatedBy: "<math ").count == page.components(separatedBy: "</math>").count)
    }

    /// ε of Dive into Deep Learning, 9.3.1.3, word by word: by hand on n(a) = 4, n(a b) = 2, n(b) = 3, N = 11, V = 5.
    @Test func dirichletIsTheBooks() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(train: "a b a\na b c\nb a\n")
        let row = try explanations("dirichlet:2:0.5", "b", "a", in: corpus)[0]
        expectNear(row.probability, (2 + 0.5 * (3 + 0.5 * (1.0 / 5)) / (11 + 0.5)) / (4 + 0.5), 1e-12, "P(b | a)")
        #expect(
            (row.explanation["text"] as? [String])?.first?.hasPrefix(
                "P(b | a) = (n(a b) + E · P(b)) / (n(a) + E) = (2 + 0.5 · ") == true)
    }

    // MARK: What is told, and what it makes

    private struct Row {
        let probability: Double?
        let explanation: [String: Any]
    }

    private func explanations(_ model: String, _ word: String, _ context: String, in corpus: Corpus) throws -> [Row] {
        let report = try ModelShelf(corpus).probabilityReport(
            of: word, after: context, models: [ModelName(parsing: model)], explained: true)
        let data = Data(report.data(as: .json).joined(separator: "\n").utf8)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(object["rows"] as? [[String: Any]]).map {
            Row(
                probability: $0["probability"] as? Double,
                explanation: try #require($0["explanation"] as? [String: Any]))
        }
    }

    private func check(_ model: String, in corpus: Corpus) throws {
        for (word, context) in Self.questions {
            let note = "\(model): P(\(word) | \(context))"
            let row = try explanations(model, word, context, in: corpus)[0]
            guard let probability = row.probability else {
                #expect(recomputed(row.explanation) == nil, "\(note)")
                #expect(row.explanation["probability"] is NSNull, "\(note)")
                continue
            }
            expectNear(recomputed(row.explanation), probability, 1e-9, note)
            for line in try #require(row.explanation["text"] as? [String]) {
                // Each side that is numbers alone has the value of the last, to the digits that are printed.
                let sides = line.components(separatedBy: " = ")
                guard sides.count > 1 else { continue }
                let last = try #require(Arithmetic.value(of: sides[sides.count - 1]), "\(note): \(line)")
                let values = sides.compactMap { Arithmetic.value(of: $0) }
                // A side of letters, one of numbers, the result; where one equals the other, there are fewer.
                if sides.count > 3 { #expect(values.count > 1, "\(note): nothing stands before the result of \(line)") }
                for value in values { expectNear(value, last, 1e-4, "\(note): \(line)") }
            }
        }
    }

    private func expectNear(_ value: Double?, _ wanted: Double?, _ tolerance: Double, _ note: String) {
        guard let value, let wanted else {
            #expect(value == wanted, "\(note)")
            return
        }
        #expect(abs(value - wanted) <= tolerance * max(abs(wanted), 1e-300), "\(note): \(value) for \(wanted)")
    }

    /// The probability from the parts of an explanation; `nil` where they leave it undefined.
    private func recomputed(_ explanation: [String: Any]) -> Double? {
        func number(_ key: String) -> Double { explanation[key] as? Double ?? .nan }
        switch explanation["kind"] as? String {
        case "ngrams":
            var below: Double? = .nan
            for step in (explanation["steps"] as? [[String: Any]] ?? []).reversed() {
                let value = recomputed(step: step, below: below ?? .nan)
                expectNear(step["probability"] as? Double, value, 1e-9, "\(step)")
                below = value
            }
            return below
        case "mixture":
            let parts = explanation["parts"] as? [[String: Any]] ?? []
            expectNear(parts.reduce(0) { $0 + ($1["weight"] as! Double) }, 1, 1e-9, "weights")
            return parts.reduce(0) { sum, part in
                sum + (part["weight"] as! Double) * (recomputed(part["explanation"] as! [String: Any]) ?? 0)
            }
        case "cache": return (number("count") + 1 / number("vocabulary_size")) / (number("events") + 1)
        case "network":
            return (explanation["softmaxes"] as? [[String: Any]] ?? []).reduce(1) { product, softmax in
                let numbers = softmax.compactMapValues { $0 as? Double }
                return product * exp(numbers["logit"]! - numbers["maximum"]!) / numbers["sum"]!
            }
        case "product": return (explanation["factors"] as? [Double] ?? []).reduce(1, *)
        case "never_predicted": return 0
        default: return .nan
        }
    }

    /// P(w | h) of a step by its rule, from counts and parameters alone where it has these.
    private func recomputed(step: [String: Any], below: Double) -> Double? {
        func number(_ key: String) -> Double { step[key] as? Double ?? .nan }
        let (count, total) = (number("count"), number("context_count"))
        switch step["rule"] as? String {
        case "additive":
            let (added, size) = (number("added"), step["vocabulary_size"] as? Double ?? 0)
            let denominator = total + added * size
            return denominator > 0 ? (count + added) / denominator : nil
        case "interpolation":
            let value = interpolated(step, count: count, total: total, below: below)
            let linear = (count - number("discount")) / number("denominator") + number("weight") * below
            expectNear(linear, value, 1e-9, "\(step)")
            return value
        case "discounted":
            let kept = (step["factor"] as? Double).map { $0 * count } ?? count - 0.5
            return kept / number("denominator")
        case "backoff":
            if let freed = step["freed"] as? Double {
                expectNear(freed / number("unseen_below"), number("weight"), 1e-6, "\(step)")
            }
            return number("weight") * below
        case "penalty": return number("weight") * below
        case "even_share": return number("freed") / number("words")
        case "frequency": return count / total
        case "unseen_context": return below
        case "uniform": return 1 / number("vocabulary_size")
        case "stored": return number("probability")
        default: return .nan
        }
    }

    private func interpolated(_ step: [String: Any], count: Double, total: Double, below: Double) -> Double {
        if let strength = step["strength"] as? Double { return (count + strength * below) / (total + strength) }
        if let lambda = step["lambda"] as? Double { return lambda * count / total + (1 - lambda) * below }
        guard let discounts = step["discounts"] as? [Double] else {
            let types = step["types"] as? Double ?? .nan
            return (count + types * below) / (total + types)
        }
        let discount = count == 0 ? 0 : discounts[min(Int(count), discounts.count) - 1]
        let types = step["types_by_count"] as? [Double] ?? [step["types"] as? Double ?? .nan]
        let mass = zip(discounts, types).reduce(0) { $0 + $1.0 * $1.1 }
        return (count - discount) / total + mass / total * below
    }
}
