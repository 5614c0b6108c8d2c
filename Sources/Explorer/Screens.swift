internal import Gramarye

/// The fixed table of pages.
package enum Screens {
    /// In the order of the navigation.
    package static let all: [Screen] = [
        start, concordance, words, keywords, collocates, dispersion, zipf, growth, diversity, models, comparison, text,
        next, probability, generation, metadata,
    ]

    package static func named(_ command: String) -> Screen? { all.first { $0.command == command } }

    static let start = Screen(
        command: "info", title: "Overview",
        purpose: "What was read, how it was cut into tokens, and what was made of it.",
        parameters: ScreenParameter.chosenDocuments + [
            ScreenParameter.by, ScreenParameter(name: "limit", label: "Rows", kind: .whole(1...10_000), hint: "20"),
            ScreenParameter(
                name: ScreenParameter.arguments, label: "A model, to describe", kind: .text, isOfLinks: true),
        ],
        panels: [
            ScreenPanel(title: "Documents", command: "metadata", isFirst: true, replaces: "documents") { state in
                state.isGiven(ScreenParameter.arguments) || state.isGiven("by") ? nil : state.kept(["limit"])
            }
        ])

    package static let concordance = Screen(
        command: "concordance", title: "Concordance",
        purpose: "Every place where a word stands, with what is around it.",
        parameters: [
            .query("Find", hint: "love*, white|red whale, [] of, /lov(e|ing)/"),
            ScreenParameter(
                name: "sort", label: "Sort by", kind: .text, hint: "1R,2R,3L,document", isMain: true,
                suggestions: .these(["1R,2R,3R", "1L,2L,3L", "1L,1R", "node", "document"])),
            ScreenParameter(name: "window", label: "Characters on each side", kind: .whole(1...2_000), hint: "40"),
            ScreenParameter(name: "words", label: "or words on each side", kind: .whole(1...200), hint: "5"),
            ScreenParameter(name: "within", label: "Context ends with", kind: .choice(["segment"])),
            ScreenParameter(name: "longest", label: "Longest matches", kind: .flag),
            ScreenParameter(name: "sample", label: "A random sample of", kind: .whole(1...1_000_000), hint: "all"),
            .seed,
            ScreenParameter(
                name: "group", label: "Counted by", kind: .text, hint: "node, 1L, 1R, document, a key",
                suggestions: .keys(after: ["node", "1L", "1R", "document"])),
            ScreenParameter(name: "skip", label: "After so many lines", kind: .whole(1...1 << 50), isOfLinks: true),
            ScreenParameter(name: "segment", label: "Hit in segment", kind: .whole(1...Int.max), isOfLinks: true),
            ScreenParameter(name: "position", label: "at token", kind: .whole(1...Int.max), isOfLinks: true),
        ] + ScreenParameter.documents + [.limit(50)], needsQuery: true,
        isLong: { state, _ in
            let width = state.number("window") ?? state.number("words").map { 8 * $0 } ?? 40
            return (state.number("limit") ?? 50) * width > 200_000
        },
        panels: [
            ScreenPanel(title: "Where the hits are", command: "dispersion", hasChartsOnly: true) { state in
                ["group", "position", "skip"].contains(where: state.isGiven)
                    ? nil : state.kept([ScreenParameter.arguments])
            }
        ])

    package static let words = Screen(
        command: "frequencies", title: "Words and n-grams",
        purpose: "How often each word, or each run of words, occurs.",
        parameters: [
            .query("Look up", hint: "love*, white whale", isRepeated: true),
            ScreenParameter(
                name: "order", label: "Words in a row", kind: .choice(["1", "2", "3", "4", "5"]), isMain: true),
            ScreenParameter(name: "matching", label: "Those that match", kind: .text, hint: "[] of []", isMain: true),
            ScreenParameter(name: "regex", label: "Matching a regular expression", kind: .text, hint: "^un"),
            ScreenParameter(name: "minimum", label: "At least so often", kind: .whole(0...Int.max), hint: "1"),
            ScreenParameter(
                name: "minimum-documents", label: "In at least so many documents", kind: .whole(1...Int.max), hint: "1"),
            ScreenParameter(
                name: "trend", label: "Over time by", kind: .text, hint: "a numeric key, as year",
                suggestions: .numericKeys),
            .by, ScreenParameter(name: "wide", label: "A column for each", kind: .flag),
            ScreenParameter(name: "forms", label: "Spellings of the source", kind: .flag),
            ScreenParameter(name: "spectrum", label: "How many occur how often", kind: .flag),
            ScreenParameter(
                name: "columns", label: "Columns", kind: .text, hint: "documents,dispersion,spread",
                usual: "documents,dispersion,spread",
                suggestions: .these(["count", "documents,dispersion,spread", "tf-idf"]),
                none: "count", usualWithout: ["trend", "wide", "forms", "spectrum", "by"]),
            ScreenParameter(
                name: "sort", label: "Sort by", kind: .text, hint: "documents, dispersion, tf-idf",
                suggestions: .these(["documents", "dispersion", "tf-idf"])),
            .split,
        ] + ScreenParameter.documents + [.limit(50)], needsQuery: true,
        // Over time there are words of choice alone.
        isAsked: { !$0.isGiven("trend") || $0.isGiven(ScreenParameter.arguments) },
        // More than three words in a row are counted anew, and nobody knows how long an expression takes.
        isLong: { state, facts in
            state.isGiven("regex") || (state.number("order") ?? 1) > 3 && facts.tokens > 3_000_000
        })

    static let keywords = Screen(
        command: "keyness", title: "Keywords", purpose: "What one part of the corpus says more often than another.",
        parameters: [
            ScreenParameter(
                name: "where", label: "Documents where", kind: .text, hint: "a name, or author = 'Woolf'", isMain: true,
                suggestions: .conditions),
            ScreenParameter(
                name: "against", label: "against documents where", kind: .text, hint: "all others", isMain: true,
                suggestions: .conditions),
            ScreenParameter(name: "order", label: "Words in a row", kind: .choice(["1", "2", "3", "4", "5"])),
            ScreenParameter(name: "minimum", label: "At least so often", kind: .whole(0...Int.max), hint: "5"),
            ScreenParameter(name: "matching", label: "Those that match", kind: .text, hint: "love*"),
            ScreenParameter(name: "sort", label: "Sort by", kind: .text, hint: "g2"),
            ScreenParameter(
                name: "model", label: "Judged by a model", kind: .text, hint: "mkn:3", suggestions: .these(["mkn:3"])),
            .seed,
            .limit(50),
        ], needsQuery: true, isAsked: { $0.isGiven("where") || $0.isGiven("against") },
        isLong: { state, _ in state.isGiven("model") })

    static let collocates = Screen(
        command: "collocations", title: "Collocates", purpose: "Which words keep company with a word.",
        parameters: [
            .query("Near", hint: "love*"),
            ScreenParameter(name: "span", label: "Words left and right", kind: .text, hint: "5,5", isMain: true),
            ScreenParameter(name: "minimum", label: "At least so often", kind: .whole(1...Int.max), hint: "5"),
            ScreenParameter(name: "sort", label: "Sort by", kind: .text, hint: "logdice", isMain: true),
            ScreenParameter(name: "adjacent", label: "Neighbours of the whole corpus", kind: .flag),
            ScreenParameter(name: "order", label: "of so many words", kind: .choice(["2", "3"])), .split,
        ] + ScreenParameter.documents + [.limit(50)], needsQuery: true,
        // All pairs of neighbours of the corpus.
        isLong: { state, facts in state.isGiven("adjacent") && facts.tokens > 3_000_000 })

    static let dispersion = Screen(
        command: "dispersion", title: "Dispersion", purpose: "How evenly words are spread over the corpus.",
        parameters: [
            .query("Of", hint: "love, hate*; empty for all words", isRepeated: true),
            ScreenParameter(
                name: "parts", label: "Parts", kind: .text, hint: "documents, 20, or a key", isMain: true,
                suggestions: .keys(after: ["documents", "20"])),
            ScreenParameter(name: "minimum", label: "At least so often", kind: .whole(1...Int.max)),
            ScreenParameter(name: "sort", label: "Sort by", kind: .text, hint: "dp"),
        ] + ScreenParameter.documents + [.limit(50)], isLong: { state, _ in (state.number("parts") ?? 0) > 10_000 })

    static let zipf = Screen(
        command: "zipf", title: "Zipf", purpose: "How frequency falls with rank, and which law the data bear out.",
        parameters: [
            ScreenParameter(
                name: "order", label: "Words in a row", kind: .text, hint: "1,2,3", isMain: true, usual: "1"),
            ScreenParameter(name: "ranks", label: "Ranks of the line", kind: .text, hint: "1-1000"),
            ScreenParameter(name: "xmin", label: "Tail from frequency", kind: .whole(1...Int.max)),
            ScreenParameter(
                name: "bootstraps", label: "Bootstraps for the tests", kind: .whole(0...10_000), hint: "none",
                isMain: true, usual: "0"),
            ScreenParameter(name: "independent-halves", label: "Ranks from one half", kind: .flag), .seed, .split, .by,
        ] + ScreenParameter.documents, isLong: { state, _ in state["bootstraps"].map { $0 != "0" } ?? false })

    static let growth = Screen(
        command: "growth", title: "Growth", purpose: "How the vocabulary grows with the text.",
        parameters: [.by] + ScreenParameter.documents, isLong: { _, facts in facts.tokens > 50_000_000 })

    static let diversity = Screen(
        command: "diversity", title: "Diversity",
        purpose: "How rich the vocabulary is, by measures that bear comparison.",
        parameters: [.by] + ScreenParameter.documents, isLong: { _, facts in facts.tokens > 50_000_000 })

    static let models = Screen(
        command: "models", title: "Models", purpose: "The models in the database, and how well they do.",
        parameters: [])

    static let comparison = Screen(
        command: "compare", title: "Comparison", purpose: "Models side by side on the same events.",
        parameters: [
            .models, ScreenParameter(name: "split", label: "Judged on", kind: .choice(["test", "valid"])), .seed,
            ScreenParameter(
                name: "resamples", label: "Resamples", kind: .whole(100...100_000), hint: "10,000", isMain: true,
                proposed: "10000"),
        ] + ScreenParameter.documents, needsQuery: true, isLong: { _, _ in true })

    static let text = Screen(
        command: "surprisal", title: "Text and models", purpose: "How much each word of a text surprises a model.",
        parameters: [
            ScreenParameter(
                name: ScreenParameter.arguments, label: "A text of your own", kind: .prose,
                hint: "It was a dark night.",
                isMain: true),
            ScreenParameter(
                name: "document", label: "or a document of the corpus", kind: .text, hint: "emma.txt", isMain: true,
                suggestions: .documents),
            ScreenParameter(
                name: "segments", label: "Its segments", kind: .range(most: 2_000), hint: "1-20", isMain: true),
            .models,
        ], needsQuery: true, isAsked: { $0.isGiven(ScreenParameter.arguments) || $0.isGiven("document") },
        isLong: { state, facts in
            // Each word of them has a rank, which takes the whole vocabulary.
            let ends = (state["segments"] ?? "").split(separator: "-").compactMap { Int($0) }
            return ends.count == 2 && ends[1] - ends[0] > 50 || makesModels(state, facts)
        })

    static let next = Screen(
        command: "next", title: "Next word", purpose: "What comes next, as each model has it.",
        parameters: [
            .query("After", hint: "once upon a"), .models,
            ScreenParameter(
                name: "temperature", label: "Temperature", kind: .number(0...10), hint: "1", isMain: true),
            ScreenParameter(name: "split", label: "Counted in", kind: .choice(["train", "all"])),
            ScreenParameter(name: "unknown", label: "The unknown word, too", kind: .flag), .limit(10),
        ],
        // Each word of the list is looked up by itself.
        isLong: { state, facts in (state.number("limit") ?? 0) > 1_000 || makesModels(state, facts) },
        panels: [
            ScreenPanel(title: "How one of them goes on", command: "generate") { state in
                state.isGiven("model")
                    ? state.kept(["model", "temperature"]).filter { $0.name != "model" }
                        + [("model", state["model"] ?? ""), ("length", "30")]
                        + (state[ScreenParameter.arguments].map { [("prompt", $0)] } ?? []) : nil
            }
        ])

    static let probability = Screen(
        command: "probability", title: "Probability", purpose: "P(word | context), with the numbers behind it.",
        parameters: [
            .query("Word", hint: "whale"),
            ScreenParameter(name: "given", label: "Given", kind: .text, hint: "the white", isMain: true), .models,
            ScreenParameter(name: "explain", label: "The formula with its numbers", kind: .flag),
            ScreenParameter(name: "split", label: "Counted in", kind: .choice(["train", "all"])),
        ], needsQuery: true, isLong: makesModels)

    static let generation = Screen(
        command: "generate", title: "Generation", purpose: "Text drawn from a model.",
        parameters: [
            ScreenParameter(
                name: "model", label: "Model", kind: .text, hint: "mkn:3", isMain: true,
                suggestions: .models),
            ScreenParameter(name: "prompt", label: "Beginning with", kind: .text, isMain: true),
            ScreenParameter(name: "length", label: "Tokens", kind: .whole(1...2_000), hint: "50"),
            ScreenParameter(name: "temperature", label: "Temperature", kind: .number(0...10), hint: "1", isMain: true),
            ScreenParameter(name: "top-k", label: "Of the likeliest", kind: .whole(1...100_000)),
            ScreenParameter(name: "top-p", label: "Of a share of the probability", kind: .number(0.01...1)),
            ScreenParameter(name: "min-p", label: "As likely as the likeliest", kind: .number(0.0001...1)), .seed,
            ScreenParameter(name: "count", label: "Texts", kind: .whole(1...20), hint: "1"),
        ],
        isLong: { state, facts in
            let tokens = (state.number("length") ?? 50) * (state.number("count") ?? 1)
            return tokens > 1_000 || makesModels(state, facts)
        })

    static let metadata = Screen(
        command: "metadata", title: "Documents", purpose: "The documents with what is known of them.",
        parameters: ScreenParameter.chosenDocuments + [.limit(20)])

    /// Whether models have to be made of a text that is not small.
    private static func makesModels(_ state: ScreenState, _ facts: CorpusFacts) -> Bool {
        let names = (state.values["model"] ?? []).flatMap { $0.split { ",+ ".contains($0) }.map(String.init) }
        return facts.tokens > 3_000_000 && names.contains { $0 != "cache" && !facts.models.contains($0) }
    }
}
