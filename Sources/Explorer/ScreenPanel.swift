/// What a screen shows beside its own result: another command's, of the same words and documents.
struct ScreenPanel: Sendable {
    let title: String
    /// The screen that shows it alone.
    let command: String
    /// Whether its tables are left to that screen.
    var hasChartsOnly = false
    /// Whether it comes before the rest of the screen's own result.
    var isFirst = false
    /// A block of the screen's own result that it shows better.
    var replaces: String?
    /// What it is asked for; `nil` where it has nothing to say.
    let items: @Sendable (_ state: ScreenState) -> [(name: String, value: String)]?

    func state(_ state: ScreenState) -> ScreenState? {
        guard let items = items(state), let screen = Screens.named(command) else { return nil }
        return ScreenState(fitting: items + state.documents, screen)
    }
}
