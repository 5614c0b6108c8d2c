internal import Basics

/// What is left of a stream when it is decompressed.
///
/// Its memory is two blocks and what the codec takes, however long the text is.
final class DecompressedStream<Format: Codec>: ByteStream {
    private static var blockSize: Int { 1 << 18 }

    private let source: any ByteStream
    private var codec: Format
    private let title: String
    private let settings: DecompressionSettings
    private let expansion: Expansion
    /// How many layers it is in: 0 if it is a file that is decompressed.
    private let layer: Int
    private var block: [UInt8] = []
    private var position = 0
    private var isSourceAtEnd = false
    private var isAtEnd = false

    init(
        _ source: any ByteStream, by codec: Format, title: String, settings: DecompressionSettings,
        expansion: Expansion, layer: Int
    ) {
        self.source = source
        self.codec = codec
        self.title = title
        self.settings = settings
        self.expansion = expansion
        self.layer = layer
    }

    /// What is to be said of it, once it was read to its end.
    var note: String? { codec.note.map { "\(title): \($0)" } }

    func read(upTo count: Int, into buffer: inout [UInt8]) throws(InputError) {
        try unsafe buffer.refill(upTo: count) { memory throws(InputError) in
            var filled = 0
            while filled < count && !isAtEnd {
                if position == block.count && !isSourceAtEnd {
                    try source.read(upTo: Self.blockSize, into: &block)
                    position = 0
                    isSourceAtEnd = block.isEmpty
                }
                filled += try unsafe step(into: UnsafeMutableBufferPointer(rebasing: memory[filled...]))
            }
            return filled
        }
        try expansion.add(buffer.count, toLayer: layer)
    }

    /// - Returns: how many bytes were put into the memory.
    private func step(into memory: UnsafeMutableBufferPointer<UInt8>) throws(InputError) -> Int {
        let isLast = isSourceAtEnd
        do throws(CodecFailure) {
            let (taken, given, isEnd) = try unsafe block.withUnsafeMutableBufferPointer { block throws(CodecFailure) in
                try unsafe codec.decompress(.init(rebasing: block[position...]), isLast: isLast, into: memory)
            }
            position += taken
            isAtEnd = isEnd
            if layer == 0 { expansion.consumed += taken }
            if isLast && taken == 0 && given == 0 && !isEnd { throw .damaged("it ends too early") }
            return given
        } catch {
            throw inputError(error)
        }
    }

    private func inputError(_ failure: CodecFailure) -> InputError {
        switch failure {
        case .damaged(let reason): .damaged(title: title, reason: reason, tester: Format.program)
        case .needsMemory(let bytes):
            .needsMemory(title: title, bytes: bytes, isAllowable: settings.areChosen)
        }
    }
}
