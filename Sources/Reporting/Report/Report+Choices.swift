extension Report {
    /// Other values of an option of the command that made the report, each of which a page leads to.
    package struct Choices: Sendable {
        /// What is chosen, such as `Counted by`.
        let label: String
        /// The option, without its dashes.
        let option: String
        let choices: [Choice]
        /// The value that the report was made with; `nil` without the option.
        let chosen: String?

        /// What is said of a value; a `nil` one leaves the option out.
        package struct Choice: Sendable {
            let text: String
            let value: String?

            package init(_ text: String, _ value: String?) { (self.text, self.value) = (text, value) }
        }

        /// What a link is asked with: a column named as the option, and the value in a row.
        var columns: [String] { ["--\(option)"] }
    }
}

extension Report.Block {
    /// Other values of an option. Only a page that can be asked for them shows them.
    ///
    /// - Parameters:
    ///   - label: what is chosen.
    ///   - option: without its dashes.
    ///   - chosen: the value that the report was made with.
    package static func choices(
        _ label: String, option: String, _ choices: [Report.Choices.Choice], chosen: String?
    ) -> Report.Block {
        let choices = Report.Choices(label: label, option: option, choices: choices, chosen: chosen)
        return Report.Block(content: .choices(choices), name: "").only(.page)
    }
}
