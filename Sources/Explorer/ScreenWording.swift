extension Screen {
    /// What a command says, in the words of the page: its fields' labels in place of the options.
    func inFields(_ text: String) -> String {
        text.replacing(/'?--(?<name>[a-z][a-z-]*)(?: <[^>]*>|[= ](?<value>[^\s'.,;]+))?'?/) { match in
            guard let parameter = parameters.first(where: { $0.name == match.output.name }) else {
                return String(match.output.0)
            }
            return "“\(parameter.label)”" + (match.output.value.map { " \($0)" } ?? "")
        }
    }
}
