internal import Basics
internal import Foundation
package import LanguageModeling
internal import LinearAlgebra
internal import Tokenization

/// Where a training stands between two epochs, besides its weights and averages.
struct TrainingCheckpoint: Codable, Sendable {
    var epochs: [EpochResult]
    var optimizerSteps: Int
    var rateFactor: Double
    var cuts: Int
    var bestEpoch: Int
    var bestLoss: Double?
    var epochsSinceBest: Int
    /// Of asgd, from when it averages.
    var averagedSteps: Int?
    /// `true` if a time limit cut the last epoch short, else left out.
    var cutShort: Bool?
    /// `true` if a comparison began it, else left out.
    var forComparison: Bool?

    /// Whether a training can have come to it: numbers that go on counting stay far from the largest there are.
    var isSound: Bool {
        let most = 1 << 50
        return (0...most).contains(optimizerSteps) && (0...most).contains(cuts) && rateFactor >= 0 && rateFactor <= 1
            && (0...epochs.count).contains(bestEpoch) && (0...epochs.count).contains(epochsSinceBest)
            && (0...most).contains(averagedSteps ?? 0)
            && (bestLoss.map { (0...1e6).contains($0) } ?? true)
            && epochs.enumerated().allSatisfy { $1.epoch == $0 + 1 && $1.isSound }
    }

    private enum CodingKeys: String, CodingKey {
        case epochs
        case optimizerSteps = "optimizer_steps"
        case rateFactor = "rate_factor"
        case cuts
        case bestEpoch = "best_epoch"
        case bestLoss = "best_loss"
        case epochsSinceBest = "epochs_since_best"
        case averagedSteps = "averaged_steps"
        case cutShort = "cut_short"
        case forComparison = "for_comparison"
    }
}

/// Networks as the database keeps them: settings and metrics in JSON, weights as little-endian 32-bit floats.
package enum SerializedNetwork {
    package static let kind = "network"

    package struct Settings: Codable {
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

    struct Metrics: Codable {
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

    static func model(
        _ settings: Settings, _ metrics: Metrics, parts: [(name: String, bytes: [UInt8])]
    ) -> SerializedModel {
        SerializedModel(kind: kind, settings: json(settings), metrics: json(metrics), parts: parts)
    }

    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Settings and metrics are finite numbers and strings, which always encode.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, _ name: String, from json: String
    ) throws(NetworkError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(json.utf8))
        } catch {
            throw .unreadable("the \(name) of the saved network cannot be read")
        }
    }

    package static func settings(of reader: some SerializedModelReader) throws(NetworkError) -> Settings {
        guard reader.kind == kind else { throw .notANetwork }
        let settings = try decode(Settings.self, "settings", from: reader.settings)
        // What a file says of its training is checked like what a user says; the processor may be another.
        do { try settings.training?.validateValues() } catch {
            throw .unreadable("the settings of its training make no sense: \(error.fact)")
        }
        return settings
    }

    /// What a reader should know of a training that did not run to its end.
    package static func notes(metrics json: String, of reader: some SerializedModelReader) throws -> [String] {
        guard let checkpoint = try metrics(json).checkpoint, let training = try settings(of: reader).training
        else { return [] }
        let (done, planned) = (checkpoint.epochs.count, training.epochs)
        let isCut = checkpoint.cutShort ?? false
        guard isCut || done < planned else { return [] }
        return [
            "training ended \(isCut ? "within" : "after") epoch \(done) of \(planned); the best on valid, epoch "
                + "\(checkpoint.bestEpoch), is judged"
        ]
    }

    /// The part of an imported network that has its words in the order of its rows, markers left out, as a JSON list.
    static let wordsPart = "words"

    /// The vocabulary that an imported network has of its own; `nil` for one of the corpus's.
    static func vocabulary(of reader: some SerializedModelReader) throws -> ModelVocabulary? {
        let json = try reader.bytes(ofPart: wordsPart)
        if json.isEmpty { return nil }
        guard let words = try? JSONDecoder().decode([String].self, from: Data(json)),
            Set(words.map { Array($0.utf8) }).union(Marker.texts.map { Array($0.utf8) }).count
                == words.count + Marker.texts.count
        else { throw NetworkError.unreadable("the words of the saved network are no list of different words") }
        return ModelVocabulary(words: words, rule: try settings(of: reader).vocabulary)
    }

    /// Whether a comparison made a network.
    package static func isForComparison(metrics json: String) -> Bool {
        (try? metrics(json).checkpoint)?.forComparison ?? false
    }

    /// Whether a comparison began to train a network and was interrupted: not by a time limit or for want of progress.
    package static func isInterruptedForComparison(metrics json: String, settings: String) -> Bool {
        guard let checkpoint = try? metrics(json).checkpoint, checkpoint.forComparison ?? false,
            !(checkpoint.cutShort ?? false),
            let training = try? decode(Settings.self, "settings", from: settings).training
        else { return false }
        return checkpoint.epochs.count < training.epochs && checkpoint.epochsSinceBest < training.patience ?? .max
    }

    static func metrics(_ json: String) throws(NetworkError) -> Metrics {
        try decode(Metrics.self, "metrics", from: json)
    }

    static func bytes(of values: [Float]) -> [UInt8] { bytes(of: values.lazy.map(\.bitPattern)) }

    static func bytes(of values: some Collection<UInt32>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * 4)
        for bits in values {
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 24))
        }
        return bytes
    }

    static func values(of part: String, count: Int, from reader: some SerializedModelReader) throws -> [Float] {
        let values = try words(of: part, count: count, from: reader).map { Float(bitPattern: $0) }
        // Training never keeps any: it goes back to weights from before its loss grew without bound.
        guard values.allSatisfy(\.isFinite) else {
            throw NetworkError.unreadable("the part \(part) of the saved network holds what is no number")
        }
        return values
    }

    /// The layout of a saved network's weights.
    static func layout(of settings: Settings, from reader: some SerializedModelReader) throws -> ParameterLayout {
        let (architecture, size) = (settings.architecture, settings.vocabularySize)
        // What a file says of its sizes is checked like what a user says.
        do { try architecture.validate(vocabularySize: size) } catch { throw NetworkError.unreadable(error.fact) }
        // Sizes beyond the weights at hand would be allocated before they are compared.
        let weights = Double(try reader.byteCount(ofPart: "weights") ?? 0) / 4
        guard NetworkMemory.parameterCount(architecture, vocabularySize: size) <= 2 * weights + 1_000 else {
            throw NetworkError.unreadable("its settings name a larger network than its weights are")
        }
        guard architecture.cutoffs != nil else { return ParameterLayout(architecture, vocabularySize: size) }
        let ranks = try words(of: "ranks", count: size, from: reader)
        guard Set(ranks).count == size, ranks.allSatisfy({ $0 < size }) else {
            throw NetworkError.unreadable("the ranks of the saved network's words are no order of them")
        }
        return ParameterLayout(architecture, vocabularySize: size, ranks: ranks)
    }

    private static func words(of part: String, count: Int, from reader: some SerializedModelReader) throws -> [UInt32] {
        let bytes = try reader.bytes(ofPart: part)
        guard bytes.count == count * 4 else {
            throw NetworkError.unreadable(
                "the part \(part) of the saved network has \(bytes.count) bytes where \(count * 4) belong")
        }
        return words(bytes[...])
    }

    /// - Parameter bytes: four for each value.
    static func floats(_ bytes: ArraySlice<UInt8>) -> [Float] { words(bytes).map { Float(bitPattern: $0) } }

    private static func words(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { i in
            bytes[i..<i + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
    }
}

extension Parameters where Scalar == Float {
    func read(_ part: String, from reader: some SerializedModelReader) throws {
        buffer.values = try SerializedNetwork.values(of: part, count: buffer.count, from: reader)
    }
}

extension NetworkModel {
    /// Reads a saved network.
    ///
    /// - Parameter vocabulary: the one it was trained with.
    /// - Throws: `NetworkError.unreadable`, and what the reader throws.
    package init(
        name: String, reader: some SerializedModelReader, vocabulary: ModelVocabulary, threads: Int = 1
    ) throws {
        let settings = try SerializedNetwork.settings(of: reader)
        guard settings.vocabularySize == vocabulary.size else {
            throw NetworkError.unreadable(
                "the network knows \(settings.vocabularySize) words, its vocabulary has \(vocabulary.size)")
        }
        let layout = try SerializedNetwork.layout(of: settings, from: reader)
        guard try reader.byteCount(ofPart: "weights") == layout.count * 4 else {
            throw NetworkError.unreadable("its weights are not as many as its settings say")
        }
        let parameters = Parameters<Float>(layout)
        try parameters.read("weights", from: reader)
        self.init(
            name: name, vocabulary: vocabulary, parameters: parameters, training: settings.training, threads: threads)
    }

    /// The vocabulary that an imported network has of its own; `nil` for one of the corpus's.
    package static func vocabulary(of reader: some SerializedModelReader) throws -> ModelVocabulary? {
        try SerializedNetwork.vocabulary(of: reader)
    }

    /// Which way a saved network reads a text.
    package static func direction(of reader: some SerializedModelReader) throws -> ReadingDirection {
        try SerializedNetwork.settings(of: reader).reversed == true ? .backward : .forward
    }

    /// The rule of the vocabulary that a saved network was trained with.
    package static func vocabularyRule(of reader: some SerializedModelReader) throws -> VocabularyRule {
        try SerializedNetwork.settings(of: reader).vocabulary
    }
}
