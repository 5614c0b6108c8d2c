/// A model as the database keeps it: a kind, its settings, and parts that are long runs of bytes.
public struct SavedModel: Sendable {
    /// Which code reads it back: `ngram`, `recurrent`, …
    public var kind: String
    /// JSON.
    public var settings: String
    /// JSON.
    public var metrics: String
    public var parts: [(name: String, bytes: [UInt8])]

    public init(kind: String, settings: String, metrics: String, parts: [(name: String, bytes: [UInt8])]) {
        self.kind = kind
        self.settings = settings
        self.metrics = metrics
        self.parts = parts
    }

    /// Parts are stored in blocks of this many bytes, the last one shorter.
    public static let blockSize = 262_144
}

/// Reads a saved model's parts, block by block: a query reads what it needs, not the model.
public protocol SavedModelReader: Sendable {
    var kind: String { get }
    var settings: String { get }
    /// The length of a part in bytes, `nil` if there is no such part.
    func byteCount(ofPart part: String) throws -> Int?
    /// The bytes of a range of a part.
    func bytes(ofPart part: String, range: Range<Int>) throws -> [UInt8]
}

extension SavedModelReader {
    /// A whole part; empty if there is none.
    public func bytes(ofPart part: String) throws -> [UInt8] {
        guard let count = try byteCount(ofPart: part) else { return [] }
        return try bytes(ofPart: part, range: 0..<count)
    }
}
