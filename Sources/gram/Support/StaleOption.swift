internal import ArgumentParser
internal import Basics
internal import Gramarye

/// What becomes of models that were made before the train split changed.
struct StaleOption: ParsableArguments {
    @Option(help: "What to do with models made before train changed: refuse them, or use them as they are.")
    var stale = Stale.refuse

    enum Stale: String, CaseIterable, ExpressibleByArgument { case refuse, use }

    /// The commands that take it.
    static let commands = ["perplexity", "score", "mix", "probability", "next", "surprisal", "generate", "gradients"]

    /// What the command reads.
    func corpus(reading database: String, needsText: Bool = true) throws -> Corpus {
        var corpus = try Corpus(reading: database, needsText: needsText)
        corpus.usesStaleModels = stale == .use
        return corpus
    }
}

extension Corpus {
    /// Which models a change of the train split has made stale, and what can be done.
    ///
    /// - Parameter before: those that were stale already.
    static func noteOnStaleModels(of database: String, before: [String]) -> String? {
        guard let corpus = try? Corpus(path: database, needsText: false), let stale = try? corpus.staleModels() else {
            return nil
        }
        let new = stale.filter { !before.contains($0) }
        guard let first = new.first else { return nil }
        let (are, them) = new.count == 1 ? ("is", "it") : ("are", "them")
        let again =
            (try? corpus.commandThatMakes(first)) ?? "gram info \(shellQuoted(database)) \(shellQuoted(first)) says how"
        return
            "\(shortened(new)) \(are) stale now: train has changed. Ask \(them) as \(are == "is" ? "it is" : "they are") by --stale use, "
            + "or make \(them) again\(new.count == 1 ? "" : ", the first"): \(again)"
    }

    /// `nil` of one that came from a file.
    private func commandThatMakes(_ name: String) throws -> String? {
        guard let record = try store.model(named: name), let options = recipe(of: record.metadata).options else {
            return nil
        }
        return (["gram", "train", shellQuoted(store.path), shellQuoted(name)] + options + ["--replace"]).joined(
            separator: " ")
    }

    /// The models that are stale before a database is changed; none where there is none yet.
    static func staleModels(of database: String) -> [String] {
        (try? Corpus(path: database, needsText: false).staleModels()) ?? []
    }
}
