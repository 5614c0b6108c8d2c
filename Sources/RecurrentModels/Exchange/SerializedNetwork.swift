internal import Basics
internal import Foundation
package import LanguageModeling
internal import LinearAlgebra
internal import Tokenization

/// The parts of networks as the database keeps them: numbers as little-endian 32-bit floats.
package enum SerializedNetwork {
    package static let kind = "network"

    /// The part of an imported network that has its words in the order of its rows, markers left out, as a JSON list.
    static let wordsPart = "words"

    /// The part with the words of a network whose vocabulary may cease to be the corpus's.
    package static func wordsPart(of vocabulary: ModelVocabulary) -> (name: String, bytes: [UInt8]) {
        (wordsPart, Array(sortedJSON(vocabulary.words.dropFirst(3).map(\.self)).utf8))
    }

    static func bytes(of values: [Float]) -> [UInt8] { littleEndianBytes(of: values.map(\.bitPattern)) }

    static func values(of part: String, count: Int, from reader: some SerializedModelReader) throws -> [Float] {
        let values = try words(of: part, count: count, from: reader).map { Float(bitPattern: $0) }
        // Training never keeps any: it goes back to weights from before its loss grew without bound.
        guard values.allSatisfy(\.isFinite) else {
            throw NetworkError.unreadable("the part \(part) of the saved network holds what is no number")
        }
        return values
    }

    /// The layout of a saved network's weights.
    static func layout(of settings: NetworkMetadata.Settings, from reader: some SerializedModelReader) throws
        -> ParameterLayout
    {
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
        return integers(fromLittleEndian: bytes)
    }

    /// - Parameter bytes: four for each value.
    static func floats(_ bytes: ArraySlice<UInt8>) -> [Float] {
        let words: [UInt32] = integers(fromLittleEndian: Array(bytes))
        return words.map { Float(bitPattern: $0) }
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
    /// - Parameters:
    ///   - vocabulary: the one it was trained with.
    ///   - metadata: the reader's; `nil` to have them read.
    /// - Throws: `NetworkError.unreadable`, and what the reader throws.
    package init(
        name: String, reader: some SerializedModelReader, vocabulary: ModelVocabulary,
        metadata: NetworkMetadata? = nil, threads: Int = 1
    ) throws {
        let metadata = try metadata ?? NetworkMetadata(of: reader)
        let settings = metadata.settings
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
        notes = metadata.notes
    }

    /// The vocabulary that a network was saved with; `nil` for one that takes the corpus's.
    package static func vocabulary(
        of reader: some SerializedModelReader, _ metadata: NetworkMetadata
    ) throws -> ModelVocabulary? {
        let json = try reader.bytes(ofPart: SerializedNetwork.wordsPart)
        if json.isEmpty { return nil }
        guard let words = try? JSONDecoder().decode([String].self, from: Data(json)),
            Set(words.map { Array($0.utf8) }).union(Marker.texts.map { Array($0.utf8) }).count
                == words.count + Marker.texts.count
        else { throw NetworkError.unreadable("the words of the saved network are no list of different words") }
        return ModelVocabulary(words: words, rule: metadata.settings.vocabulary)
    }
}
