/// Screens that belong together: one place in the navigation, with the others in a second line when one of them is shown.
struct ScreenGroup: Sendable {
    let title: String
    let screens: [Screen]

    /// In the order of the navigation. Trends are a screen of words, opened by a key of the metadata.
    static let all: [ScreenGroup] = [
        ScreenGroup(title: "Corpus", screens: [Screens.start, Screens.metadata]),
        ScreenGroup(title: "Concordance", screens: [Screens.concordance]),
        ScreenGroup(title: words, screens: [Screens.words, Screens.dispersion]),
        ScreenGroup(title: "Keywords", screens: [Screens.keywords]),
        ScreenGroup(title: "Collocates", screens: [Screens.collocates]),
        ScreenGroup(title: trends, screens: [Screens.words]),
        ScreenGroup(title: "Zipf and growth", screens: [Screens.zipf, Screens.growth, Screens.diversity]),
        ScreenGroup(title: models, screens: [Screens.models, Screens.comparison]),
        ScreenGroup(title: "Text and models", screens: [Screens.text, Screens.probability]),
        ScreenGroup(title: "Next word", screens: [Screens.next, Screens.generation]),
    ]

    static let words = "Words"
    static let trends = "Trends"
    static let models = "Models"

    /// Whether a screen in a state is one of these.
    func holds(_ screen: Screen, _ state: ScreenState) -> Bool {
        if screen.command == Screens.words.command, state.isGiven("trend") { return title == Self.trends }
        // A model described.
        if screen.command == Screens.start.command, state.isGiven(ScreenParameter.arguments) {
            return title == Self.models
        }
        return title != Self.trends && screens.contains { $0.command == screen.command }
    }
}
