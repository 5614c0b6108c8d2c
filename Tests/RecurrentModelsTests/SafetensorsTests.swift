internal import Basics
internal import Foundation
internal import LanguageModeling
internal import LinearAlgebra
internal import RecurrentModels
internal import Testing
internal import Tokenization

private let exchanged: [NetworkArchitecture] = [
    .init(cell: .elman, activation: .relu, layers: 2, hidden: 5, embedding: 3),
    .init(cell: .gru, layers: 2, hidden: 5, embedding: 3, state: .reset), .init(cell: .gru, hidden: 4),
    .init(cell: .lstm, hidden: 4, embedding: 4, tied: true), .init(cell: .lstm, layers: 3, hidden: 4),
]

/// The tensors of a file, and its metadata, read without the code under test.
private func parsed(_ bytes: [UInt8]) throws -> (header: [String: Any], data: [UInt8]) {
    let length = Int(bytes[0]) | Int(bytes[1]) << 8 | Int(bytes[2]) << 16
    let header = try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: Any]
    return (try #require(header), Array(bytes[(8 + length)...]))
}

/// A file of a changed header and the same tensors.
private func file(_ header: [String: Any], _ data: [UInt8]) throws -> [UInt8] {
    let json = try JSONSerialization.data(withJSONObject: header)
    return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json + data
}

/// A file whose data hold what the header names of other data, one tensor after the other.
private func packed(_ header: [String: Any], _ data: [UInt8]) throws -> [UInt8] {
    var (header, own) = (header, [UInt8]())
    for name in header.keys.sorted() {
        guard let entry = header[name] as? [String: Any], let offsets = entry["data_offsets"] as? [Int] else {
            continue
        }
        header[name] = entry.merging(["data_offsets": [own.count, own.count + offsets[1] - offsets[0]]]) { $1 }
        own += data[offsets[0]..<offsets[1]]
    }
    return try file(header, own)
}

@Test("Weights go out and come back bit for bit", arguments: exchanged)
func exchange(_ architecture: NetworkArchitecture) throws {
    let model = network(architecture, vocabulary: 12)
    let bytes = try model.safetensors()
    #expect(bytes == (try model.safetensors()))
    let read = try NetworkFile(parsing: bytes)
    #expect(read.architecture == architecture)
    #expect(read.vocabularyRule == model.vocabulary.rule)
    let saved = try read.savedModel(in: model.vocabulary)
    let again = try NetworkModel(name: "again", reader: MemoryReader(saved: saved), vocabulary: model.vocabulary)
    // It keeps its words, whatever becomes of the corpus.
    let reader = MemoryReader(saved: saved)
    let own = try #require(try NetworkModel.vocabulary(of: reader, NetworkMetadata(of: reader)))
    #expect(own.words.elementsEqual(model.vocabulary.words) && own.hash == model.vocabulary.hash)
    let settings = TokenizerSettings(tokens: .characters, segments: .lines)
    let tokenized = try model.safetensors(tokenizer: settings)
    #expect(try NetworkFile(parsing: tokenized).tokenizer == settings && read.tokenizer == nil)
    #expect(again.parameters.buffer.values.map(\.bitPattern) == model.parameters.buffer.values.map(\.bitPattern))
    #expect(try parsed(again.safetensors()).data == parsed(bytes).data)

    // Names and shapes are those of PyTorch's modules.
    let (header, _) = try parsed(bytes)
    let gates = (["elman": 1, "gru": 3, "lstm": 4][architecture.cell.rawValue] ?? 0) * architecture.hidden
    func shape(_ name: String) -> [Int]? { (header[name] as? [String: Any])?["shape"] as? [Int] }
    #expect(shape("embedding.weight") == architecture.embedding.map { [12, $0] })
    #expect(shape("rnn.weight_ih_l0") == [gates, architecture.embedding ?? 12])
    #expect(shape("rnn.weight_hh_l\(architecture.layers - 1)") == [gates, architecture.hidden])
    #expect(shape("rnn.bias_hh_l0") == [gates] && shape("output.weight") == [12, architecture.hidden])

    // Without metadata the shapes say it, but for the state's rule and what an Elman cell applies.
    var bare = header
    bare["__metadata__"] = nil
    let inferred = try NetworkFile(parsing: file(bare, parsed(bytes).data)).architecture
    var wanted = architecture
    (wanted.state, wanted.activation) = (.carried, .tanh)
    #expect(inferred == wanted)
}

@Test(
    "What PyTorch's modules do not make up is not exported",
    arguments: [
        NetworkArchitecture(cell: .feedforward, hidden: 4, embedding: 3),
        NetworkArchitecture(cell: .lstm, hidden: 4, embedding: 3, cutoffs: [4]),
    ])
func refusedExport(_ architecture: NetworkArchitecture) throws {
    #expect(throws: NetworkError.self) { try network(architecture, vocabulary: 12).safetensors() }
}

@Test("A second bias is added to the first, but for the GRU's inside the reset product")
func secondBias() throws {
    for cell in [NetworkArchitecture.Cell.lstm, .gru] {
        let model = network(.init(cell: cell, hidden: 2, embedding: 3), vocabulary: 5)
        var (header, data) = try parsed(model.safetensors())
        let offsets = try #require((header["rnn.bias_hh_l0"] as? [String: Any])?["data_offsets"] as? [Int])
        let quarter = (0..<4).map { UInt8(truncatingIfNeeded: Float(0.25).bitPattern >> (8 * $0)) }
        for i in stride(from: offsets[0], to: offsets[1], by: 4) { data.replaceSubrange(i..<i + 4, with: quarter) }
        header["__metadata__"] = nil
        let saved = try NetworkFile(parsing: file(header, data)).savedModel(in: model.vocabulary)
        let read = try NetworkModel(name: "read", reader: MemoryReader(saved: saved), vocabulary: model.vocabulary)
        let layer = model.parameters.layout.layers[0]
        let biases = layer.bias.range.map { read.parameters.buffer[$0] }
        #expect(biases == (cell == .gru ? [0.25, 0.25, 0.25, 0.25, 0, 0] : Array(repeating: 0.25, count: 8)))
        if let candidate = layer.candidateBias {
            #expect(candidate.range.map { read.parameters.buffer[$0] } == [0.25, 0.25])
        }
    }
}

@Test("What is no such file, or another network, is refused")
func foreignFiles() throws {
    let model = network(.init(cell: .gru, hidden: 4, embedding: 3), vocabulary: 12)
    let bytes = try model.safetensors()
    let (header, data) = try parsed(bytes)
    func refused(_ bytes: [UInt8], _ word: String) {
        do {
            _ = try NetworkFile(parsing: bytes).savedModel(in: model.vocabulary)
            Issue.record("read all the same: \(word)")
        } catch {
            let text = [error.fact, error.remedy ?? ""].joined(separator: " ")
            #expect(text.contains(word), "\(text)")
        }
    }
    for end in [0, 5, 8, 9, 200, bytes.count - 1] {
        refused(Array(bytes[..<end]), end == 8 ? "safetensors" : "cut off")
    }
    refused(Array("\\data\\\nngram 1=3\n".utf8), "safetensors")
    func changed(_ change: (inout [String: Any]) -> Void) throws -> [UInt8] {
        var header = header
        change(&header)
        return try file(header, data)
    }
    let output = try #require(header["output.bias"] as? [String: Any])
    // Tensors fill the data, each byte once.
    refused(try file(header, data + [0]), "1 bytes follow the last tensor")
    let offsets = try #require(output["data_offsets"] as? [Int])
    let embedding = try #require(header["embedding.weight"] as? [String: Any])
    let start = try #require(embedding["data_offsets"] as? [Int])[0]
    refused(
        try changed {
            $0["output.bias"] = output.merging(["data_offsets": [start, start + offsets[1] - offsets[0]]]) { $1 }
        }, "overlap")
    let gap = header.mapValues { entry -> Any in
        guard let entry = entry as? [String: Any], let own = entry["data_offsets"] as? [Int], own[0] >= offsets[0]
        else { return entry }
        return entry.merging(["data_offsets": own.map { $0 + 4 }]) { $1 }
    }
    var wide = data
    wide.insert(contentsOf: [0, 0, 0, 0], at: offsets[0])
    refused(try file(gap, wide), "4 bytes before the tensor output.bias belong to none")
    refused(try packed(header.filter { $0.key != "output.bias" }, data), "lacks output.bias")
    refused(try packed(header.merging(["encoder.weight": output]) { $1 }, data), "foreign encoder.weight")
    refused(
        try changed { $0["output.bias"] = output.merging(["shape": [3, 4]]) { $1 } }, "shape [3, 4] where [12] belongs")
    refused(try changed { $0["output.bias"] = output.merging(["shape": [13]]) { $1 } }, "contradicts itself")
    refused(try changed { $0["output.bias"] = output.merging(["shape": [1 << 62, 1 << 62]]) { $1 } }, "contradicts")
    refused(try changed { $0["output.bias"] = output.merging(["dtype": "F64"]) { $1 } }, "F64")
    let metadata = try #require(header["__metadata__"] as? [String: String])
    func remade(_ name: String, _ value: String) throws -> [UInt8] {
        try changed { $0["__metadata__"] = metadata.merging([name: value]) { $1 } }
    }
    refused(try remade("vocabulary_hash", "0"), "another vocabulary")
    // A list of words that is wrong says which word is.
    let listed = try #require(metadata["words"])
    let words = try #require(try JSONSerialization.jsonObject(with: Data(listed.utf8)) as? [String])
    func listing(_ change: (inout [String]) -> Void) throws -> [UInt8] {
        var list = words
        change(&list)
        return try remade("words", String(decoding: JSONSerialization.data(withJSONObject: list), as: UTF8.self))
    }
    let (third, fourth) = (words[3], words[4])
    refused(try remade("words", "[]"), "list of words has 0, and its weights have rows for 12")
    refused(try listing { $0.removeLast() }, "list of words has 11, and its weights have rows for 12")
    refused(try listing { $0[4] = third }, "list of words has '\(third)' twice")
    refused(try listing { $0[4] = "kite" }, "has 'kite', which the vocabulary has not, and lacks '\(fourth)'")
    refused(try listing { $0.swapAt(3, 4) }, "another order")
    for name in ["architecture", "words", "training", "vocabulary_rule"] { refused(try remade(name, "{"), name) }
    var nameless = header
    nameless["__metadata__"] = nil
    nameless["rnn.weight_hh_l0"] = ["dtype": "F32", "shape": [0, 1 << 62], "data_offsets": [0, 0]]
    refused(try packed(nameless, data), "names no network")
    let large = try #require(metadata["architecture"]).replacingOccurrences(
        of: "\"hidden\":4", with: "\"hidden\":4000000000")
    refused(try remade("architecture", large), "larger network")
    var infinite = data
    infinite.replaceSubrange(0..<4, with: [0, 0, 0x80, 0x7F])
    refused(try file(header, infinite), "not finite")
    let other = ModelVocabulary(words: ["a"], rule: .minimumCount(1))
    #expect(throws: NetworkError.self) { try NetworkFile(parsing: bytes).savedModel(in: other) }
}
