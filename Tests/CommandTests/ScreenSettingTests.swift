internal import Explorer
internal import Testing

/// The explorer's screens are those of the commands.
@Suite struct ScreenSettingTests {
    /// A screen offers no setting that its command does not take.
    @Test func settingsAreOptions() throws {
        let bench = try Workbench()
        for screen in Screens.all {
            let help = try bench.gram(screen.command, "--help").output
            let options = Set(help.matches(of: /--[a-z][a-z-]*/).map { String($0.output) })
            #expect(options.contains("--help"))
            for parameter in screen.parameters where parameter.name != "q" {
                #expect(options.contains("--\(parameter.name)"), "\(screen.command) takes no \(parameter.name)")
            }
        }
    }
}
