internal import Basics

/// A stream without its compression, of whatever kinds and however often it was applied.
struct UnpackedStream {
    /// Compressions within compressions; a file can be made that is its own content.
    private static let mostLayers = 8

    let content: any ByteStream
    /// What the content is, if it is an archive.
    let archive: CompressedKind?
    let isCompressed: Bool
    /// What is to be said of the layers; complete when the content was read to its end.
    let notes: () -> [String]

    /// - Parameter title: how errors call it.
    init(
        _ source: any ByteStream, title: String, settings: DecompressionSettings, expansion: Expansion,
        isFile: Bool
    ) throws(InputError) {
        var stream = source
        var notes: [() -> String?] = []
        var layers = 0
        while true {
            let head = try stream.read(upTo: CompressedKind.headSize)
            let kind = CompressedKind(head)
            // A file stays one, in which an archive's tables can be looked for.
            let isUnread = (stream as? OpenFile)?.unread(head.count) ?? false
            if !isUnread { stream = PeekedStream(head, before: stream) }
            let isOutermost = isFile && layers == 0
            switch kind {
            case .gzip:
                let layer = DecompressedStream(
                    stream, by: GzipCodec(), title: title, settings: settings, expansion: expansion,
                    isOutermost: isOutermost)
                notes.append { layer.note }
                stream = layer
            case .xz:
                let layer = DecompressedStream(
                    stream, by: XZCodec(memory: settings.memory), title: title, settings: settings,
                    expansion: expansion, isOutermost: isOutermost)
                notes.append { layer.note }
                stream = layer
            case .zstd:
                stream = try ZstdStream(stream, title: title, expansion: expansion, isOutermost: isOutermost)
                if !ZstdStream.hasChecksum(head) {
                    notes.append { "\(title): it has no checksum; damage to it may go unnoticed" }
                }
            case .tar, .zip, nil:
                content = stream
                archive = kind
                isCompressed = layers > 0
                self.notes = { notes.compactMap { $0() } }
                return
            }
            layers += 1
            guard layers <= Self.mostLayers else {
                throw InputError(
                    "\(title) is compressed more than \(Self.mostLayers) times over.",
                    cause: "It is made to be unpacked without end.", remedy: "Leave it out.", kind: .badData)
            }
        }
    }
}
