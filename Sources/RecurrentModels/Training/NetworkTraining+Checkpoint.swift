internal import Basics
internal import Foundation
package import LanguageModeling
internal import LinearAlgebra

extension NetworkTraining {
    /// The training as it stands, between epochs: what a database keeps.
    package func savedModel() -> SerializedModel {
        let state = optimizer.state(with: parameters)
        let checkpoint = TrainingCheckpoint(
            epochs: epochs, optimizerSteps: state.stepsTaken, rateFactor: rateFactor, cuts: cuts,
            bestEpoch: bestEpoch, bestLoss: bestLoss.isFinite ? bestLoss : nil, epochsSinceBest: epochsSinceBest,
            averagedSteps: state.averagedSteps, cutShort: isCutShort ? true : nil,
            forComparison: isForComparison ? true : nil, preset: isForComparison ? comparisonPreset : nil)
        var parts = [("weights", SerializedNetwork.bytes(of: best.buffer.values))]
        if !Self.bestIsLatest(checkpoint) {
            parts.append(("latest.weights", SerializedNetwork.bytes(of: parameters.buffer.values)))
        }
        if !best.layout.ranks.isEmpty { parts.append(("ranks", littleEndianBytes(of: best.layout.ranks))) }
        for (number, values) in state.arrays.enumerated() {
            parts.append(("optimizer.\(number)", SerializedNetwork.bytes(of: values)))
        }
        return NetworkMetadata(
            .init(
                architecture: architecture, training: settings, vocabulary: vocabulary.rule,
                vocabularySize: vocabulary.size, reversed: direction == .backward ? true : nil),
            .init(
                parameters: parameters.layout.parameterCount, trainingSeconds: secondsBefore,
                bestEpoch: bestEpoch, validPerplexity: bestLoss.isFinite ? exp(bestLoss) : nil,
                checkpoint: checkpoint)
        ).model(parts: parts)
    }

    /// Continues a saved training as if it had not stopped: the same numbers, bit for bit.
    ///
    /// - Parameter epochs: in all, those already done included; `nil` for as many as were asked for first.
    package convenience init(
        resuming reader: some SerializedModelReader, vocabulary: ModelVocabulary, train: EncodedText,
        valid: EncodedText, epochs: Int? = nil, timeLimit: Double? = nil, threads: Int = 1
    ) throws {
        let metadata = try NetworkMetadata(of: reader)
        let saved = metadata.settings
        guard let record = metadata.metrics else {
            throw NetworkError.unreadable("the metrics of the saved network cannot be read")
        }
        guard let checkpoint = record.checkpoint, var settings = saved.training else {
            throw NetworkError.nothingToResume
        }
        guard checkpoint.isSound, (0...1e15).contains(record.trainingSeconds ?? 0) else {
            throw NetworkError.unreadable("its training contradicts itself")
        }
        // Before anything of its sizes is made.
        _ = try SerializedNetwork.layout(of: saved, from: reader)
        if let epochs { settings.epochs = epochs }
        try self.init(
            saved.architecture, settings, vocabulary: vocabulary, train: train, valid: valid,
            direction: metadata.direction, timeLimit: timeLimit, threads: threads)
        try best.read("weights", from: reader)
        try parameters.read(Self.bestIsLatest(checkpoint) ? "weights" : "latest.weights", from: reader)
        let arrays = try (0..<optimizer.arrayCount(averaging: checkpoint.averagedSteps != nil)).map {
            try SerializedNetwork.values(of: "optimizer.\($0)", count: parameters.layout.count, from: reader)
        }
        optimizer.restore(
            OptimizerState(
                arrays: arrays, stepsTaken: checkpoint.optimizerSteps, averagedSteps: checkpoint.averagedSteps))
        self.epochs = checkpoint.epochs
        secondsBefore = record.trainingSeconds ?? checkpoint.epochs.reduce(0) { $0 + $1.seconds }
        (rateFactor, cuts) = (checkpoint.rateFactor, checkpoint.cuts)
        (bestEpoch, bestLoss) = (checkpoint.bestEpoch, checkpoint.bestLoss ?? .infinity)
        epochsSinceBest = checkpoint.epochsSinceBest
        isForComparison = checkpoint.forComparison ?? false
        comparisonPreset = checkpoint.preset
        // Who asks for a number of epochs asks for those that patience left out.
        isOver = epochs == nil && epochsSinceBest >= settings.patience ?? .max
    }

    /// Whether the weights that are kept are those that training goes on with, so that one part serves both.
    private static func bestIsLatest(_ checkpoint: TrainingCheckpoint) -> Bool {
        checkpoint.bestEpoch == checkpoint.epochs.count && checkpoint.averagedSteps == nil
    }
}
