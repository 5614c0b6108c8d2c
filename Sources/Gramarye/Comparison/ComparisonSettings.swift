internal import Basics
public import RecurrentModels
public import Tokenization

/// How models are compared, and what is worked out beside their figures.
public struct ComparisonSettings: Sendable {
    /// The mixtures shown: the one of all models together, every pair too, or none.
    public enum Mixtures: String, Sendable, CaseIterable { case one, all, none }

    /// The split that judges, test or valid.
    public var judge = Split.test
    /// Whose part of that split judges; all documents' where `nil`. Models and the weights of mixtures are of all.
    public var documents: Subcorpus?
    /// The conventions of their state under which networks stand alone.
    public var states = NetworkArchitecture.StateRule.allCases
    /// Whether networks have a further row, in which they keep learning from the text.
    public var isDynamic = false
    /// `nil` to choose its learning rate on valid.
    package var dynamicRate: Double?
    /// Whether estimated models are also shown reading each segment backwards.
    public var reversesToo = false
    public var mixtures = Mixtures.one
    /// What a program adds to the note that not all mixtures are shown, of how it shows them.
    public var allMixturesHint = ""
    /// Whether the weights of mixtures depend on how often the two preceding words occur in train.
    public var weightsByCount = false
    /// Whether the losses by kinds of events are worked out, and whether people read them.
    package var breaksDown = true
    package var showsBreakdowns = true
    /// How often the blocks of the text are resampled for intervals and tests, and with which seed.
    public var resamples = 10_000
    public var seed: UInt64 = 1
    public var threads = availableThreads
    /// Whether a model that cannot be compared is left out with a note instead of being an error.
    package var leavesOut = false

    public init() {}
}
