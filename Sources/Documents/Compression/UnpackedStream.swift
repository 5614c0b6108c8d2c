internal import Basics

/// A stream without its compression, of whatever kinds and however often it was applied.
struct UnpackedStream {
    /// Compressions within compressions; a file can be made that is its own content.
    private static let mostLayers = 8

    let content: any ByteStream
    /// What the content is, if it is an archive.
    let archive: CompressedKind?
    /// The first bytes of the content.
    let head: [UInt8]
    /// How many layers the content is in, those around the source included.
    let layers: Int
    /// What is to be said of the layers; complete when the content was read to its end.
    let notes: () -> [String]

    /// - Parameters:
    ///   - title: how errors call it.
    ///   - outerLayers: how many layers the source is in: 0 for a file.
    init(
        _ source: any ByteStream, title: String, settings: DecompressionSettings, expansion: Expansion,
        outerLayers: Int
    ) throws(InputError) {
        var stream = source
        var notes: [() -> [String]] = []
        var layer = outerLayers
        while true {
            let head = try stream.read(upTo: CompressedKind.headSize)
            let kind = CompressedKind(head)
            // A file stays one, in which an archive's tables can be looked for.
            let isUnread = (stream as? OpenFile)?.unread(head.count) ?? false
            if !isUnread { stream = PeekedStream(head, before: stream) }
            switch kind {
            case .gzip:
                let decompressed = DecompressedStream(
                    stream, by: GzipCodec(), title: title, settings: settings, expansion: expansion, layer: layer)
                notes.append { decompressed.note.map { [$0] } ?? [] }
                stream = decompressed
            case .xz:
                let decompressed = DecompressedStream(
                    stream, by: XZCodec(memory: settings.memory), title: title, settings: settings,
                    expansion: expansion, layer: layer)
                notes.append { decompressed.note.map { [$0] } ?? [] }
                stream = decompressed
            case .zstd:
                let frames = ZstdFrames(stream, title: title)
                notes.append { frames.notes.map { "\(title): \($0)" } }
                stream = try FilteredStream(frames, by: .zstd, title: title, expansion: expansion, layer: layer)
            case .bzip2:
                let decompressed = try FilteredStream(
                    stream, by: .bzip2, title: title, expansion: expansion, layer: layer)
                notes.append { decompressed.note.map { ["\(title): \($0)"] } ?? [] }
                stream = decompressed
            case .tar, .zip, nil:
                if kind == nil, layer == outerLayers { try PackedEnding.requireText(title, head: head) }
                content = stream
                archive = kind
                self.head = head
                layers = layer
                self.notes = { notes.flatMap { $0() } }
                return
            }
            layer += 1
            guard layer - outerLayers <= Self.mostLayers else {
                throw .tooManyLayers(title: title, most: Self.mostLayers)
            }
        }
    }
}
