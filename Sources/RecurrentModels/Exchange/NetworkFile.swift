internal import Basics
internal import Foundation
package import LanguageModeling
internal import LinearAlgebra
package import Tokenization

/// A network in a file of safetensors, its weights named as PyTorch's modules name them: see `TorchNames`.
///
/// Its metadata, all texts:
///
///     architecture, training, vocabulary_rule     JSON, as the database has them
///     vocabulary_hash                             SHA-256 of the sorted words
///     reversed                                    true for a network that reads segments backwards
///     words                                       a JSON list: the words in the order of the rows
///     tokenizer                                   JSON: what cuts texts into these words
///
/// A file without metadata, as PyTorch's users write them, is taken for what its shapes say; which word each row is
/// they do not.
package struct NetworkFile: Sendable {
    package let architecture: NetworkArchitecture
    /// The rule of the vocabulary that it was trained with, if the file says.
    package let vocabularyRule: VocabularyRule?
    private let vocabularyHash: String?
    private let isReversed: Bool
    private let words: [String]?
    /// What cuts texts into the words, if the file says.
    package let tokenizer: TokenizerSettings?
    private let training: TrainingSettings?
    private let parameters: Parameters<Float>

    /// - Throws: `NetworkError` for what is no such file, is cut off, or holds another network than it says.
    package init(parsing bytes: [UInt8]) throws(NetworkError) {
        let file = try Safetensors(parsing: bytes)
        if let decoded = try Self.decoded(NetworkArchitecture.self, "architecture", of: file) {
            architecture = decoded
        } else {
            guard let inferred = TorchNames.architecture(of: file.tensors) else {
                throw .otherModules("the file names no network: it lacks rnn.weight_hh_l0")
            }
            architecture = inferred
        }
        vocabularyRule = try Self.decoded(VocabularyRule.self, "vocabulary_rule", of: file)
        vocabularyHash = file.metadata["vocabulary_hash"]
        isReversed = file.metadata["reversed"] == "true"
        training = try Self.decoded(TrainingSettings.self, "training", of: file)
        do { try training?.validateValues() } catch {
            throw .weights("the training in the file's metadata makes no sense: \(error.fact)", "Export it again.")
        }
        words = try Self.decoded([String].self, "words", of: file)
        tokenizer = try Self.decoded(TokenizerSettings.self, "tokenizer", of: file)
        let size = file.tensors.first { $0.name == "output.bias" }?.values.count ?? 0
        try NetworkModel.checkExchange(architecture)
        // Sizes that no tensor has would be allocated before they are compared.
        let largest = file.tensors.map(\.values.count).max() ?? 0
        guard architecture.hidden <= largest, architecture.layers <= file.tensors.count,
            architecture.embedding ?? 0 <= largest
        else { throw .weights("the file's metadata names a larger network than it holds", "Export it again.") }
        do { try architecture.validate(vocabularySize: size) } catch { throw .weights(error.fact, "Export it again.") }
        parameters = try TorchNames.parameters(
            ParameterLayout(architecture, vocabularySize: size), from: file.tensors)
    }

    /// A value of the metadata, `nil` where there is none of that name.
    private static func decoded<Value: Decodable>(
        _ type: Value.Type, _ name: String, of file: Safetensors
    ) throws(NetworkError) -> Value? {
        guard let json = file.metadata[name] else { return nil }
        guard let value = try? JSONDecoder().decode(type, from: Data(json.utf8)) else {
            throw .weights("the \(name) in the file's metadata cannot be read", "Export it again.")
        }
        return value
    }

    /// Whether the file says which word each row of its weights is.
    package var namesWords: Bool { words != nil }

    package var parameterCount: Int { parameters.layout.parameterCount }

    /// What a database keeps of it: its words too, for the corpus's may change.
    ///
    /// - Parameters:
    ///   - vocabulary: whose words are those of the rows, in their order.
    ///   - tokenizer: what cuts texts into these words.
    /// - Throws: `NetworkError.weights` if it was trained with another vocabulary.
    package func savedModel(
        in vocabulary: ModelVocabulary, tokenizer: TokenizerSettings? = nil
    ) throws(NetworkError) -> SerializedModel {
        if let words { try Self.checkWords(words, rows: parameters.layout.vocabularySize) }
        guard vocabulary.size == parameters.layout.vocabularySize, vocabularyHash ?? vocabulary.hash == vocabulary.hash
        else {
            throw .weights(
                "the network was trained with another vocabulary (\(parameters.layout.vocabularySize) words) than the "
                    + "database has (\(vocabulary.size) words, \(vocabulary.rule))",
                "Import it into a database of the same train split and rule.")
        }
        if let words { try Self.checkWords(words, are: Self.words(of: vocabulary)) }
        guard parameters.buffer.values.allSatisfy(\.isFinite) else {
            throw .weights(
                "the file holds weights that are no finite numbers", "Export a network that has not diverged.")
        }
        return NetworkMetadata(
            .init(
                architecture: architecture, training: training, vocabulary: vocabulary.rule,
                vocabularySize: vocabulary.size, reversed: isReversed ? true : nil, tokenizer: tokenizer),
            .init(
                parameters: parameterCount, trainingSeconds: nil, bestEpoch: 0, validPerplexity: nil,
                checkpoint: nil)
        ).model(parts: [
            ("weights", SerializedNetwork.bytes(of: parameters.buffer.values)),
            SerializedNetwork.wordsPart(of: vocabulary),
        ])
    }

    /// - Throws: `NetworkError.weights` for a list of words that cannot be that of the rows, whatever the vocabulary.
    private static func checkWords(_ words: [String], rows: Int) throws(NetworkError) {
        var known: Set<[UInt8]> = []
        for word in words where !known.insert(Array(word.utf8)).inserted {
            throw .weights("the file's list of words has '\(word.prefix(40))' twice", listRemedy)
        }
        guard words.count == rows else {
            throw .weights(
                "the file's list of words has \(words.count), and its weights have rows for \(rows)", listRemedy)
        }
    }

    /// - Parameter wanted: those of a vocabulary, in the order of its rows.
    /// - Throws: `NetworkError.weights` that says which word is not where it should be.
    private static func checkWords(_ words: [String], are wanted: [String]) throws(NetworkError) {
        // By bytes: of two spellings that Unicode calls one each is a word.
        let (bytes, wantedBytes) = (words.map { Array($0.utf8) }, wanted.map { Array($0.utf8) })
        guard bytes != wantedBytes else { return }
        let (known, expected) = (Set(bytes), Set(wantedBytes))
        if let foreign = zip(words, bytes).first(where: { !expected.contains($0.1) })?.0 {
            let missing = zip(wanted, wantedBytes).first { !known.contains($0.1) }?.0
            throw .weights(
                "the file's list of words has '\(foreign.prefix(40))', which the vocabulary has not"
                    + (missing.map { ", and lacks '\($0.prefix(40))'" } ?? ""), listRemedy)
        }
        throw .weights(
            "the file has the words of the vocabulary in another order than the database",
            "Ingest the documents in the order in which they stood where the network was trained.")
    }

    private static let listRemedy =
        "Correct the list \"words\" in its metadata, a word for each row; or export the network again."

    /// The words in the order of rows.
    static func words(of vocabulary: ModelVocabulary) -> [String] {
        vocabulary.words.enumerated().filter { $0.offset != 1 }.map(\.element)
    }
}

extension NetworkModel {
    /// The network as a file of safetensors.
    ///
    /// - Parameters:
    ///   - direction: which way it reads.
    ///   - tokenizer: what cuts texts into its words.
    /// - Throws: `NetworkError` for networks that PyTorch's modules do not make up.
    package func safetensors(
        reading direction: ReadingDirection = .forward, tokenizer: TokenizerSettings? = nil
    ) throws(NetworkError) -> [UInt8] {
        try Self.checkExchange(architecture)
        var file = Safetensors()
        file.tensors = TorchNames.tensors(of: parameters)
        file.metadata = [
            "format": "pt", "architecture": sortedJSON(architecture),
            "vocabulary_rule": sortedJSON(vocabulary.rule), "vocabulary_hash": vocabulary.hash,
            "words": sortedJSON(NetworkFile.words(of: vocabulary)),
        ]
        if let tokenizer { file.metadata["tokenizer"] = sortedJSON(tokenizer) }
        if direction == .backward { file.metadata["reversed"] = "true" }
        if let training { file.metadata["training"] = sortedJSON(training) }
        return file.encoded()
    }

    static func checkExchange(_ architecture: NetworkArchitecture) throws(NetworkError) {
        guard architecture.cell.hasState else {
            throw .weights(
                "a network of the cell \(architecture.cell) is none of PyTorch's modules",
                "Exchange an elman, gru or lstm network.")
        }
        guard architecture.cutoffs == nil else { throw .adaptiveSoftmax }
    }
}
