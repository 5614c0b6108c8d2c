/// An option of a group, and what it changes where it is given.
struct OptionOverride<Options, Settings> {
    /// As `--layers`.
    private let name: String
    private let isGiven: (Options) -> Bool
    private let change: (Options, inout Settings) -> Void

    /// - Parameter change: nothing of an option that is heeded elsewhere.
    init<Value>(
        _ name: String, _ option: KeyPath<Options, Value?>,
        change: @escaping (Value, inout Settings) -> Void = { _, _ in }
    ) {
        self.name = name
        isGiven = { $0[keyPath: option] != nil }
        self.change = { if let value = $0[keyPath: option] { change(value, &$1) } }
    }

    init<Value>(_ name: String, _ option: KeyPath<Options, Value?>, _ setting: WritableKeyPath<Settings, Value>) {
        self.init(name, option) { $1[keyPath: setting] = $0 }
    }

    init<Value>(_ name: String, _ option: KeyPath<Options, Value?>, _ setting: WritableKeyPath<Settings, Value?>) {
        self.init(name, option) { $1[keyPath: setting] = $0 }
    }

    /// A flag, which turns its setting on.
    init(_ name: String, _ flag: KeyPath<Options, Bool>, _ setting: WritableKeyPath<Settings, Bool>) {
        self.name = name
        isGiven = { $0[keyPath: flag] }
        change = { if $0[keyPath: flag] { $1[keyPath: setting] = true } }
    }

    /// A flag that changes something else than turning on.
    init(_ name: String, _ flag: KeyPath<Options, Bool>, change: @escaping (inout Settings) -> Void) {
        self.name = name
        isGiven = { $0[keyPath: flag] }
        self.change = { if $0[keyPath: flag] { change(&$1) } }
    }

    /// The names of the options that are given.
    static func given(of overrides: [Self], in options: Options) -> [String] {
        overrides.filter { $0.isGiven(options) }.map(\.name)
    }

    /// Makes the changes in their order, so that a later option has the last word.
    static func apply(_ overrides: [Self], of options: Options, to settings: inout Settings) {
        for override in overrides { override.change(options, &settings) }
    }
}
