public import LanguageModeling

/// What a walk shows, and of what.
public struct WalkSettings: Sendable {
    /// In the order in which they are shown.
    public var stations: [WalkStation] = WalkStation.allCases
    /// Of the network that is made on the spot, and of what is drawn for minibatches.
    public var seed: UInt64 = 1
    /// A text of one's own that is cut, numbered and judged; `nil` for the beginning of the corpus and a sentence of test.
    public var text: String?
    /// The model that judges; `nil` for a trigram model of modified Kneser–Ney, or the largest that can be estimated.
    public var model: ModelName?
    /// How more of what a station shows is seen, by the commands of the program at hand; `nil` for nothing to say.
    public var more: @Sendable (WalkPointer) -> String? = { _ in nil }

    public init() {}
}

/// What a station of a walk showed, for a program to say how more of it is seen.
public struct WalkPointer: Sendable {
    public let station: WalkStation
    /// The text that was cut or judged.
    public internal(set) var text: String?
    /// The pair of words that was counted.
    public internal(set) var pair: (context: String, word: String)?
    /// The model that judged.
    public internal(set) var model: String?
    /// A saved network of the database, made of the train split as it is; one with a state where gradients are shown.
    public internal(set) var network: String?
}
