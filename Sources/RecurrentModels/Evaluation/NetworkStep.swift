internal import Foundation
package import LanguageModeling
internal import LinearAlgebra
internal import Tokenization

/// One step of a network, from the words it reads to the probability of the next: the numbers behind P(w | h).
package struct NetworkStep: Sendable, Equatable {
    /// A row of numbers by its name in the cell's formulas.
    package struct Vector: Sendable, Equatable {
        package let name: String
        package let values: [Double]

        /// - Parameter row: 1 × n
        init(_ name: String, _ row: Matrix<some MatrixScalar>) {
            self.name = name
            values = (0..<row.columns).map { Double(row[0, $0]) }
        }

        /// √Σ x²
        package var norm: Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    }

    /// A place in a softmax: exp(z − m) / Σ exp(z′ − m).
    package struct Softmax: Sendable, Equatable {
        /// z
        package let logit: Double
        /// m, the largest of all logits.
        package let maximum: Double
        /// Σ exp(z′ − m)
        package let sum: Double
        /// Over how many.
        package let size: Int

        package var exponential: Double { exp(logit - maximum) }
        package var probability: Double { exponential / sum }
    }

    /// A word that may come next.
    package struct Candidate: Sendable, Equatable {
        package let word: WordID
        /// One over all words; of a rarer word of an adaptive softmax its cluster's in the head, then its own in the cluster.
        package let softmaxes: [Softmax]

        package var probability: Double { softmaxes.reduce(1) { $0 * $1.probability } }
    }

    /// The words read, the latest first: one, or as many as a window has; `</s>` for the beginning of a text.
    package let inputs: [WordID]
    /// 1 × E for each; none with one-hot input.
    package let embeddings: [Vector]
    /// For each layer the state before, the gates, the memory and the state, each 1 × H, as far as its cell has them.
    package let layers: [[Vector]]
    /// Of the word asked for: P(w | h) is the product of their probabilities.
    package let softmaxes: [Softmax]
    package let likeliest: [Candidate]
}

extension NetworkModel {
    /// The step to a word after a context.
    ///
    /// - Parameters:
    ///   - word: any but `<s>`, which is never predicted.
    ///   - context: read from the state at the beginning of a text, with or without the `<s>` before it.
    ///   - likeliest: how many of the words that are likeliest next are told.
    package func step(to word: WordID, after context: [WordID], likeliest: Int = 10) -> NetworkStep {
        precondition(word != Marker.segmentStart, "<s> is never predicted")
        let forward = ForwardPass(parameters, pool: ThreadPool(threads: 1))
        forward.read(Self.afterStart(context))
        return forward.step(to: WordClass.of(word), likeliest: likeliest)
    }
}
