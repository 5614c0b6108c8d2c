internal import ArgumentParser
internal import Gramarye

/// Models by name, one or several.
struct ModelOption: ParsableArguments {
    @Option(
        name: .customLong("model"),
        help: ArgumentHelp(
            "A model: mkn:3, laplace:2, a saved one, or a mixture such as mkn:3+cache; repeated or comma-separated.",
            valueName: "M"))
    var models: [String] = []

    /// The models named, in the order given, each once.
    func names() throws -> [ModelName] {
        try models.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            .map { try ModelName(parsing: $0) }.withoutRepetitions
    }
}

extension ModelShelf {
    /// Opens or makes models in turn, saying which on a terminal, and notes what a reader should know of them.
    func forEachModel(_ names: [ModelName], _ body: (any LanguageModel, ModelName) throws -> Void) throws {
        for name in names {
            Console.redraw("making \(name)")
            let model = try model(name)
            Console.redraw("")
            for note in model.notes { Console.note("\(name): \(note)") }
            try body(model, name)
        }
    }
}
