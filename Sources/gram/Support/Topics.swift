/// The topics of language modelling by the names that they go by, with where each is explained and shown.
struct Topic {
    let names: [String]
    let title: String
    /// Of `Documentation/tutorial`.
    let text: String
    let commands: [String]

    static let all = [
        Topic(
            names: ["sequence", "sequences", "autoregression", "markov"], title: "Sequence models",
            text: "01-sequence-models.md", commands: ["gram next DB 'the river was' --model mle:4"]),
        Topic(
            names: ["text", "ids", "tokenization", "tokens", "preprocessing"], title: "From text to ids",
            text: "02-text-to-ids.md",
            commands: ["gram tokenize DB TEXT", "gram vocabulary DB --sizes", "gram walk DB --station 1,2"]),
        Topic(
            names: ["n-grams", "ngrams", "n-gram", "language-models", "bigrams"], title: "Language models and n-grams",
            text: "03-language-models.md",
            commands: [
                "gram frequencies DB --order 2", "gram probability DB WORD --given CONTEXT", "gram walk DB --station 4",
            ]),
        Topic(
            names: ["smoothing", "laplace", "kneser-ney", "backoff", "back-off", "discounting"], title: "Smoothing",
            text: "04-smoothing.md",
            commands: [
                "gram help models", "gram probability DB WORD --given CONTEXT --model laplace:2,mkn:3 --explain",
                "gram walk DB --station 5",
            ]),
        Topic(
            names: ["evaluation", "cross-entropy", "entropy"], title: "Perplexity", text: "05-perplexity.md",
            commands: ["gram perplexity DB --model mkn:3", "gram compare DB", "gram walk DB --station 6"]),
        Topic(
            names: ["partitioning", "minibatch", "minibatches", "batch", "windows", "sampling"],
            title: "Partitioning: minibatches of a text", text: "06-partitioning.md",
            commands: ["gram walk DB --station 3", "gram train DB NAME --sampling random --batch 32 --steps 35"]),
        Topic(
            names: ["networks", "network", "rnn", "rnns", "recurrent", "hidden-state", "elman", "gru", "lstm"],
            title: "Networks without and with a hidden state", text: "07-networks.md",
            commands: [
                "gram train DB NAME --cell elman", "gram info DB NAME --html FILE", "gram walk DB --station 7,8",
            ]),
        Topic(
            names: ["training", "clipping", "scratch", "concise", "gradient-clipping", "exploding"],
            title: "Training, from scratch and concise; clipping", text: "08-from-scratch-and-concise.md",
            commands: [
                "gram train DB NAME --preset tiny", "gram train DB NAME --clip-norm 0 --no-recovery --log steps.csv",
                "gram walk DB --station 9",
            ]),
        Topic(
            names: ["decoding", "generation", "temperature", "top-k", "greedy"], title: "Decoding",
            text: "09-decoding.md", commands: ["gram generate DB --model mkn:3 --temperature 0.8 --seed 1"]),
        Topic(
            names: ["bptt", "backpropagation", "vanishing", "truncation", "backpropagation-through-time"],
            title: "Backpropagation through time", text: "10-backpropagation-through-time.md",
            commands: ["gram gradients DB NAME", "gram train DB NAME --steps 2", "gram walk DB --station 10"]),
    ]

    /// The topic that goes by a name, however its words are joined.
    static func named(_ name: String) -> Topic? {
        let name = name.lowercased().replacing(" ", with: "-").replacing("_", with: "-")
        return all.first { $0.names.contains(name) }
    }

    /// What `gram help TOPIC` shows.
    var lines: [String] {
        ["\(title): Documentation/tutorial/\(text)"] + commands.map { "  \($0)" }
            + ["Words: gram help terms", "All topics: gram help topics"]
    }

    /// What `gram help topics` shows.
    static var list: [String] {
        let names = all.map { $0.names[0] }
        let width = names.map(\.count).max() ?? 0
        return zip(names, all).map { name, topic in
            "  \(name)\(String(repeating: " ", count: width - name.count))  \(topic.title)"
        } + ["gram help TOPIC names its text in Documentation/tutorial, and the commands that show it."]
    }
}
