/// The words of results and of the tutorial, each in a sentence or two: the texts of `Documentation/tutorial/glossary.md`.
enum Glossary {
    static let entries: [(term: String, meaning: String)] = [
        (
            "auto",
            "The rule for segments unless --segments says otherwise: paragraphs in a document whose lines are "
                + "wrapped, else lines, judging by its layout; with --tokens whitespace always lines."
        ),
        (
            "autoregression",
            "Predicting each token from those before it in the same text."
        ),
        (
            "backing off",
            "Using a shorter context where a longer one has not been seen."
        ),
        (
            "backpropagation through time",
            "Computing how the loss at one step changes with the weights, through the states of the steps "
                + "before."
        ),
        (
            "baseline",
            "What a model must beat to be worth anything: perplexity V, that of knowing nothing."
        ),
        (
            "batch, minibatch",
            "Pieces of text that are read side by side; the weights change once for each minibatch."
        ),
        (
            "bits per token",
            "Cross-entropy: the mean surprisal of an event. Perplexity is 2 to its power."
        ),
        (
            "bits per character, bits/char",
            "All bits that a text takes, those for spelling unknown words included, divided by its characters "
                + "as the model must produce them, one for each </s>. ≥ in its head says that some spelling could "
                + "not be counted."
        ),
        (
            "cache",
            "A model of the recent text: what was just said is likely to be said again. mkn:3+cache."
        ),
        (
            "carried state",
            "A network's state goes on from one segment to the next; reset clears it at each."
        ),
        (
            "clipping",
            "Making a gradient shorter that is longer than a limit. clipped share is how often that happened "
                + "in an epoch."
        ),
        (
            "context",
            "What a probability is conditioned on: the words before. As a column of compare: how far a model "
                + "sees, 3-gram or the state carried or reset."
        ),
        (
            "count, context count",
            "How often the words of the context with the word occur in train, and the context followed by "
                + "anything."
        ),
        (
            "cross-entropy",
            "The mean of −log P over the events of a text."
        ),
        (
            "discount",
            "What a smoothing method takes from a count, to give it to what was never seen."
        ),
        (
            "dropout",
            "Leaving out units at random in training, against overfitting."
        ),
        (
            "embedding",
            "A vector for each word, learned or one-hot: what a network reads in its place."
        ),
        (
            "epoch",
            "One reading of train in training."
        ),
        (
            "event",
            "What is predicted: each token, and </s> after each segment."
        ),
        (
            "explode, vanish",
            "What a gradient does that is multiplied by factors above or below one at each step."
        ),
        (
            "gain %",
            "By how many percent the perplexity of a mixture is below that of the best model in it, on the "
                + "same events."
        ),
        (
            "gradient norm",
            "The length of the gradient, of all weights together; in an epoch's row the mean over its "
                + "minibatches."
        ),
        (
            "GRU, LSTM",
            "Recurrent cells with gates, which keep a state longer."
        ),
        (
            "hapax",
            "A type that occurs once."
        ),
        (
            "held-out text",
            "Text that a model has not learned from: valid and test."
        ),
        (
            "hidden state",
            "The vector in which a recurrent network keeps what it made of the past."
        ),
        (
            "id",
            "The number of a type. 0 is <unk>, 1 <s>, 2 </s>; then by first occurrence."
        ),
        (
            "interpolation",
            "Mixing the estimate of a context with that of a shorter one, also where the longer one has been "
                + "seen."
        ),
        (
            "Kneser–Ney, mkn",
            "Smoothing that takes a discount from each count, and gives it to words by how many different "
                + "words they follow."
        ),
        (
            "layer",
            "A cell that reads the states of the cell below it, the first one the input."
        ),
        (
            "learning rate",
            "How far the weights move against the gradient."
        ),
        (
            "logit",
            "The score of a word before softmax."
        ),
        (
            "mixture",
            "The weighted mean of models' probabilities, mkn:6+good; the weights are fitted on valid."
        ),
        (
            "mle, laplace, dirichlet, mkn, …",
            "Names of n-gram models; the number behind the colon is the order N."
        ),
        (
            "neural cache",
            "A cache of a network's states, lstm+neural-cache: each recent word speaks for itself the louder, the "
                + "more the state before it was like the one now."
        ),
        (
            "n-gram",
            "N tokens in a row inside a segment: unigram, bigram, trigram."
        ),
        (
            "norm, relative, clipped norm",
            "Of gradients: how much of a loss arrives k steps back; as a share of that at k = 0; and if it "
                + "were clipped."
        ),
        (
            "one-hot",
            "A vector of zeros with a single 1, in the place of the word: its id, or one less for those "
                + "behind <s>, which is never read."
        ),
        (
            "optimizer",
            "How the gradient changes the weights: sgd, adam, adamw or asgd."
        ),
        (
            "order",
            "The N of an n-gram model: it predicts from N − 1 words."
        ),
        (
            "overfitting",
            "Learning train by heart: its perplexity falls while that of valid rises."
        ),
        (
            "parameters, weights",
            "The numbers that a network learns."
        ),
        (
            "patience",
            "After how many epochs without a better perplexity on valid training ends."
        ),
        (
            "per million",
            "How often in a million tokens."
        ),
        (
            "perplexity",
            "2 to the power of the mean surprisal: the number of equally likely words among which a model "
                + "would be as uncertain. Lower is better."
        ),
        (
            "preset",
            "Ready-made settings of a network: tiny, small, medium."
        ),
        (
            "sampling",
            "In training: how the text is cut into pieces. In writing: drawing from a distribution."
        ),
        (
            "segment",
            "What is predicted as a unit, between <s> and </s>: a line, a sentence, a paragraph or the whole "
                + "document."
        ),
        (
            "<s>, </s>",
            "Stand before and behind each segment. <s> is never predicted, </s> is."
        ),
        (
            "smoothing",
            "Giving probability to what was never seen, by taking it from what was."
        ),
        (
            "softmax",
            "Makes probabilities of scores: e^s divided by the sum of all e^s."
        ),
        (
            "spectral norm, spectral radius",
            "Of W_hh: by how much it can lengthen a vector at most, and what its powers grow by in the end."
        ),
        (
            "split",
            "One of the three parts of a corpus: train, valid, test."
        ),
        (
            "steps",
            "In training: how many events back the gradient is followed."
        ),
        (
            "surprisal",
            "−log₂ P of an event, in bits."
        ),
        (
            "temperature",
            "Below 1, writing favours likely tokens; above 1, unlikely ones."
        ),
        (
            "token, type",
            "An occurrence, and a kind: the goat and the boat has five tokens of four types."
        ),
        (
            "truncation",
            "Following the gradient only some steps back."
        ),
        (
            "<unk>",
            "Stands for every word that is not in the vocabulary."
        ),
        (
            "vocabulary",
            "The words that a model knows, made of train alone, with <unk> and </s>. Its size is V."
        ),
        (
            "warm-up",
            "Reading a prompt before writing, to bring the state there. The option --warm-up is another "
                + "thing: a learning rate that rises slowly at first."
        ),
        (
            "without <unk>, without </s>, without both",
            "Perplexity over the events that are left when these are left out: for comparing with other "
                + "tools."
        ),
        (
            "Zipf's law",
            "The word of rank r occurs about C / r^α times."
        ),
    ]

    /// The entries of which the term has one of the words; where none has, those in which a word begins so;
    /// all where nothing is asked for.
    static func entries(about question: String?) -> [(term: String, meaning: String)] {
        guard let question else { return entries }
        let asked = words(of: question)
        let named = entries.filter { entry in asked.contains { word in words(of: entry.term).contains(word) } }
        if !named.isEmpty { return named }
        return entries.filter { entry in
            asked.contains { word in words(of: "\(entry.term) \(entry.meaning)").contains { $0.hasPrefix(word) } }
        }
    }

    /// Words in small letters; a mark of the text, such as `<s>`, is one.
    private static func words(of text: String) -> [String] {
        text.lowercased().split { $0.isWhitespace || ",;:.()".contains($0) }.map(String.init)
    }

    /// Lines for a terminal: the term, and its meaning indented.
    static func lines(about word: String?, width: Int) -> [String] {
        entries(about: word).flatMap { term, meaning in
            var lines = [term]
            var line = "   "
            for part in meaning.split(separator: " ") {
                if line.count + 1 + part.count > width, line.count > 3 {
                    lines.append(line)
                    line = "   "
                }
                line += " " + part
            }
            return lines + [line]
        }
    }
}
