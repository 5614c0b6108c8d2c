internal import Basics
internal import Foundation

/// Named tensors of 32-bit floats in one run of bytes, as the `safetensors` library reads and writes them.
///
///     8 bytes: the length of the header, little-endian
///     header:  {"__metadata__": {name: text, …}, tensor: {"dtype": "F32", "shape": […], "data_offsets": [from, to]}, …}
///     data:    the tensors, row after row
struct Safetensors {
    struct Tensor {
        var name: String
        var shape: [Int]
        /// As many as the product of the shape.
        var values: [Float]
    }

    var metadata: [String: String] = [:]
    var tensors: [Tensor] = []

    /// What the header says of a name.
    private enum Entry: Codable {
        case metadata([String: String])
        case tensor(type: String, shape: [Int], offsets: [Int])

        private enum CodingKeys: String, CodingKey {
            case type = "dtype"
            case shape
            case offsets = "data_offsets"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            if values.contains(.offsets) {
                self = .tensor(
                    type: try values.decode(String.self, forKey: .type),
                    shape: try values.decode([Int].self, forKey: .shape),
                    offsets: try values.decode([Int].self, forKey: .offsets))
            } else {
                self = .metadata(try decoder.singleValueContainer().decode([String: String].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .metadata(let metadata):
                var value = encoder.singleValueContainer()
                try value.encode(metadata)
            case .tensor(let type, let shape, let offsets):
                var values = encoder.container(keyedBy: CodingKeys.self)
                try values.encode(type, forKey: .type)
                try values.encode(shape, forKey: .shape)
                try values.encode(offsets, forKey: .offsets)
            }
        }
    }

    init() {}

    /// The file's bytes; the same tensors and metadata give the same.
    func encoded() -> [UInt8] {
        var entries: [String: Entry] = metadata.isEmpty ? [:] : ["__metadata__": .metadata(metadata)]
        var end = 0
        for tensor in tensors {
            precondition(tensor.values.count == tensor.shape.reduce(1, *), "as many values as the shape has")
            entries[tensor.name] = .tensor(
                type: "F32", shape: tensor.shape, offsets: [end, end + 4 * tensor.values.count])
            end += 4 * tensor.values.count
        }
        var header = Array(sortedJSON(entries).utf8)
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        var bytes = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header
        bytes.reserveCapacity(bytes.count + end)
        for tensor in tensors { bytes += SerializedNetwork.bytes(of: tensor.values) }
        return bytes
    }

    /// - Throws: `NetworkError.weights` where the bytes are no such file, not a whole one, or tensors do not fill the data
    ///   one after the other.
    init(parsing bytes: [UInt8]) throws(NetworkError) {
        let cutOff = NetworkError.weights("the file is cut off", "Copy or export it again.")
        guard bytes.count >= 8 else { throw cutOff }
        let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= 100_000_000, bytes.count > 8, bytes[8] == UInt8(ascii: "{") else {
            throw .noSafetensors
        }
        guard length <= bytes.count - 8 else { throw cutOff }
        let start = 8 + Int(length)
        let entries: [String: Entry]
        do {
            entries = try JSONDecoder().decode([String: Entry].self, from: Data(bytes[8..<start]))
        } catch {
            throw .weights("the header of the file cannot be read", "Copy or export it again.")
        }
        var ranges: [(name: String, range: Range<Int>)] = []
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            switch entry {
            case .metadata(let metadata): self.metadata = metadata
            case .tensor(let type, let shape, let offsets):
                guard type == "F32" else {
                    throw .weights("the tensor \(name) is of \(type), not F32", "Convert it: tensor.float().")
                }
                let count = shape.reduce(Int?(1)) { product, size in
                    guard let product, size >= 0 else { return nil }
                    let (next, overflows) = product.multipliedReportingOverflow(by: size)
                    return overflows ? nil : next
                }
                guard let count, offsets.count == 2, offsets[0] >= 0, offsets[1] >= offsets[0],
                    (offsets[1] - offsets[0]) % 4 == 0, (offsets[1] - offsets[0]) / 4 == count
                else { throw .weights("the header of the tensor \(name) contradicts itself", "Export it again.") }
                guard offsets[1] <= bytes.count - start else { throw cutOff }
                ranges.append((name, offsets[0]..<offsets[1]))
                tensors.append(
                    Tensor(
                        name: name, shape: shape,
                        values: SerializedNetwork.floats(bytes[start + offsets[0]..<start + offsets[1]])))
            }
        }
        try Self.checkTiling(ranges, length: bytes.count - start)
    }

    /// Tensors take up the data whole, each byte once, as the format has it: else a file was changed or put together
    /// wrongly, and what stands in it is another's weights.
    private static func checkTiling(
        _ ranges: [(name: String, range: Range<Int>)], length: Int
    ) throws(NetworkError) {
        let remedy = "Copy or export it again."
        var (end, last) = (0, "")
        for (name, range) in ranges.sorted(by: {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }) {
            guard range.lowerBound >= end else { throw .weights("the tensors \(last) and \(name) overlap", remedy) }
            guard range.lowerBound == end else {
                throw .weights("\(range.lowerBound - end) bytes before the tensor \(name) belong to none", remedy)
            }
            (end, last) = (range.upperBound, name)
        }
        guard end == length else { throw .weights("\(length - end) bytes follow the last tensor", remedy) }
    }
}
