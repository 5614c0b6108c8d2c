internal import Basics

/// How much larger an input has become by decompression, and how much larger it may.
///
/// A bomb is a small file that fills a disk or a day. Text that people wrote shrinks to a tenth, logs and tables to a
/// hundredth, so a thousandth is the mark of a file that says the same again and again: gzip reaches 1,032 at most,
/// with such a text alone. What is small unpacked does no harm and is never refused, nor is anything that honest text
/// of whatever length can be: the ratio is that of all that was read so far, of all members of an archive together.
final class Expansion {
    /// The ratio that is too much, and the number of bytes up to which it is not looked at.
    static let limit = (ratio: 1_000, bytes: 256 << 20)

    /// Bytes taken from the file itself, not from a layer within.
    var consumed = 0

    private let title: String
    private let settings: DecompressionSettings
    /// Bytes that came out of each layer, the file's own first, over all members.
    private var produced: [Int] = []
    /// Bytes of texts, of whatever layer, over all members.
    private var handedOut = 0

    init(of title: String, _ settings: DecompressionSettings) {
        self.title = title
        self.settings = settings
    }

    /// Counts bytes that came out of a layer.
    /// - Throws: if only a bomb becomes so large.
    func add(_ count: Int, toLayer layer: Int) throws(InputError) {
        while produced.count <= layer { produced.append(0) }
        produced[layer] += count
        try check(produced[layer])
    }

    /// Counts bytes of a member's text, whose layers may be any.
    /// - Throws: as `add(_:toLayer:)`.
    func handOut(_ count: Int) throws(InputError) {
        handedOut += count
        try check(handedOut)
    }

    private func check(_ produced: Int) throws(InputError) {
        guard produced > Self.limit.bytes, !settings.anyRatio else { return }
        guard produced / Self.limit.ratio > consumed else { return }
        throw .bomb(title: title, isAllowable: settings.areChosen)
    }
}
