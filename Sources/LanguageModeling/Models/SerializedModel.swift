/// A model as the database keeps it: a kind, its settings, and parts that are long runs of bytes.
package struct SerializedModel: Sendable {
    /// Which code reads it back: `ngram`, `recurrent`, …
    package var kind: String
    /// JSON.
    package var settings: String
    /// JSON.
    package var metrics: String
    package var parts: [(name: String, bytes: [UInt8])]
    /// Parts too long to be made twice in memory.
    package var longParts: [LongPart]

    /// A part whose bytes are made as they are asked for.
    package struct LongPart: Sendable {
        package let name: String
        package let byteCount: Int
        package let bytes: @Sendable (Range<Int>) throws -> [UInt8]

        package init(name: String, byteCount: Int, bytes: @escaping @Sendable (Range<Int>) throws -> [UInt8]) {
            self.name = name
            self.byteCount = byteCount
            self.bytes = bytes
        }
    }

    package init(
        kind: String, settings: String, metrics: String, parts: [(name: String, bytes: [UInt8])],
        longParts: [LongPart] = []
    ) {
        self.kind = kind
        self.settings = settings
        self.metrics = metrics
        self.parts = parts
        self.longParts = longParts
    }

    /// Parts are stored in blocks of this many bytes, the last one shorter.
    package static let blockSize = 262_144
}

/// Reads a saved model's parts, block by block: a query reads what it needs, not the model.
package protocol SerializedModelReader: Sendable {
    var kind: String { get }
    var settings: String { get }
    var metrics: String { get }
    /// The length of a part in bytes, `nil` if there is no such part.
    func byteCount(ofPart part: String) throws -> Int?
    /// The bytes of a range of a part.
    func bytes(ofPart part: String, range: Range<Int>) throws -> [UInt8]
    /// Fills a span with a part from its beginning; the part has as many bytes. At most `threads` read.
    func read(_ part: String, into bytes: inout MutableRawSpan, threads: Int) throws
}

extension SerializedModelReader {
    package func read(_ part: String, into bytes: inout MutableRawSpan, threads: Int) throws {
        for (place, byte) in try self.bytes(ofPart: part, range: 0..<bytes.byteCount).enumerated() {
            bytes.storeBytes(of: byte, toByteOffset: place, as: UInt8.self)
        }
    }

    /// A whole part; empty if there is none.
    package func bytes(ofPart part: String) throws -> [UInt8] {
        guard let count = try byteCount(ofPart: part) else { return [] }
        return try bytes(ofPart: part, range: 0..<count)
    }
}
