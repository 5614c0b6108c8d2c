package import Basics
internal import Foundation
package import LanguageModeling

/// What a model says of a unit.
package struct UnitScore: Sendable {
    package let evaluation: Evaluation
    /// −log₂ P of the unit, its unknown words spelled out, by character of its canonical text; `nil` without characters.
    package let bitsPerCharacter: Double?
    /// Of each event; empty unless they were asked for.
    package let events: [Event]

    package struct Event: Sendable {
        package let token: String
        package let isInVocabulary: Bool
        /// ln P, −∞ where it is zero.
        package let logProbability: Double
    }
}

/// A unit and what each model says of it, in their order.
package struct ScoredUnit: Sendable {
    /// The number of its first line, from 1.
    package let line: Int
    /// Empty where the unit cannot be read.
    package let scores: [UnitScore]
    package let error: (any ExplainedError)?
}
