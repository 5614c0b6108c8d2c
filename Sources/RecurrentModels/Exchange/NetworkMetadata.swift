internal import Basics
internal import Foundation
package import LanguageModeling
internal import Tokenization

/// What a saved network says of itself beside its weights, decoded from the JSON of its record, or to be.
package struct NetworkMetadata: Sendable {
    package var settings: Settings
    /// `nil` where it cannot be read, which takes nothing from the weights.
    var metrics: Metrics?

    init(_ settings: Settings, _ metrics: Metrics) { (self.settings, self.metrics) = (settings, metrics) }

    /// - Throws: `NetworkError.unreadable` for settings that no network can have.
    package init(settings: String, metrics: String) throws(NetworkError) {
        guard let read = try? JSONDecoder().decode(Settings.self, from: Data(settings.utf8)) else {
            throw .unreadable("the settings of the saved network cannot be read")
        }
        // What a file says of its training is checked like what a user says; the processor may be another.
        do { try read.training?.validateValues() } catch {
            throw .unreadable("the settings of its training make no sense: \(error.fact)")
        }
        self.settings = read
        self.metrics = try? JSONDecoder().decode(Metrics.self, from: Data(metrics.utf8))
    }

    package init(of reader: some SerializedModelReader) throws(NetworkError) {
        guard reader.kind == SerializedNetwork.kind else {
            throw .notANetwork
        }
        try self.init(settings: reader.settings, metrics: reader.metrics)
    }

    /// As the database keeps it.
    package func model(parts: [(name: String, bytes: [UInt8])]) -> SerializedModel {
        SerializedModel(
            kind: SerializedNetwork.kind, settings: sortedJSON(settings), metrics: sortedJSON(metrics), parts: parts)
    }

    /// The tensors of its weights.
    package var tensors: [ParameterTensor] {
        let size = settings.vocabularySize
        // Shapes do not depend on which word has which rank.
        let ranks = settings.architecture.cutoffs == nil ? [] : (0..<size).map { UInt32($0) }
        return ParameterLayout(settings.architecture, vocabularySize: size, ranks: ranks).tensors
    }

    package var direction: ReadingDirection { settings.reversed == true ? .backward : .forward }

    /// Whether a comparison made the network.
    package var isForComparison: Bool { metrics?.checkpoint?.forComparison ?? false }
    /// The preset that a comparison trained it by.
    package var comparisonPreset: NetworkPreset? { metrics?.checkpoint?.preset }

    /// Whether a comparison began to train it and was interrupted: not by a time limit or for want of progress.
    package var isInterruptedForComparison: Bool {
        guard isForComparison, let checkpoint = metrics?.checkpoint, !(checkpoint.cutShort ?? false),
            let training = settings.training
        else { return false }
        return checkpoint.epochs.count < training.epochs && checkpoint.epochsSinceBest < training.patience ?? .max
    }

    /// What a reader should know of how the training ended.
    var notes: [String] {
        guard let checkpoint = metrics?.checkpoint, let training = settings.training else { return [] }
        return TrainingEnd(
            validLosses: checkpoint.epochs.map(\.validLoss), bestEpoch: checkpoint.bestEpoch, planned: training.epochs,
            isCutShort: checkpoint.cutShort ?? false
        ).notes
    }

    package struct Settings: Codable, Sendable {
        package var architecture: NetworkArchitecture
        /// `nil` for a network whose training is not known.
        package var training: TrainingSettings?
        package var vocabulary: VocabularyRule
        package var vocabularySize: Int
        /// `true` for a network of texts read backwards, else left out.
        package var reversed: Bool?
        /// What cuts texts into the tokens of a network that was imported; of others the corpus's tokenizer does.
        var tokenizer: TokenizerSettings?

        private enum CodingKeys: String, CodingKey {
            case architecture
            case training
            case vocabulary
            case vocabularySize = "vocabulary_size"
            case reversed
            case tokenizer
        }
    }

    struct Metrics: Codable, Sendable {
        var parameters: Int
        /// `nil` for a network that was trained elsewhere.
        var trainingSeconds: Double?
        var bestEpoch: Int
        var validPerplexity: Double?
        var checkpoint: TrainingCheckpoint?

        private enum CodingKeys: String, CodingKey {
            case parameters
            case trainingSeconds = "training_seconds"
            case bestEpoch = "best_epoch"
            case validPerplexity = "valid_perplexity"
            case checkpoint
        }
    }
}
