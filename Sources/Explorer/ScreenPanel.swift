/// What a screen shows below its own result: another command's, of the same words and documents.
struct ScreenPanel: Sendable {
    let title: String
    /// The screen that shows it alone.
    let command: String
    /// Whether its tables are left to that screen.
    var hasChartsOnly = false
    /// What it is asked for; `nil` where it has nothing to say.
    let items: @Sendable (_ state: ScreenState) -> [(name: String, value: String)]?

    func state(_ state: ScreenState) -> ScreenState? {
        guard let items = items(state), let screen = Screens.named(command) else { return nil }
        return try? ScreenState(items + state.documents, of: screen)
    }
}
