/// A model as the database keeps it: a kind, its settings, and parts that are long runs of bytes.
public struct SerializedModel: Sendable {
    /// Which code reads it back: `ngram`, `recurrent`, …
    public var kind: String
    /// JSON.
    public var settings: String
    /// JSON.
    public var metrics: String
    public var parts: [(name: String, bytes: [UInt8])]
    /// Parts too long to be made twice in memory.
    public var longParts: [LongPart]

    /// A part whose bytes are made as they are asked for.
    public struct LongPart: Sendable {
        public let name: String
        public let byteCount: Int
        public let bytes: @Sendable (Range<Int>) -> [UInt8]

        public init(name: String, byteCount: Int, bytes: @escaping @Sendable (Range<Int>) -> [UInt8]) {
            self.name = name
            self.byteCount = byteCount
            self.bytes = bytes
        }
    }

    public init(
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
    public static let blockSize = 262_144
}

/// Reads a saved model's parts, block by block: a query reads what it needs, not the model.
public protocol SerializedModelReader: Sendable {
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
    public func read(_ part: String, into bytes: inout MutableRawSpan, threads: Int) throws {
        for (place, byte) in try self.bytes(ofPart: part, range: 0..<bytes.byteCount).enumerated() {
            bytes.storeBytes(of: byte, toByteOffset: place, as: UInt8.self)
        }
    }

    /// A whole part; empty if there is none.
    public func bytes(ofPart part: String) throws -> [UInt8] {
        guard let count = try byteCount(ofPart: part) else { return [] }
        return try bytes(ofPart: part, range: 0..<count)
    }
}
