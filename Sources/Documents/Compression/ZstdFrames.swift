internal import Basics

/// The frames of zstd's format (RFC 8878) that hold text: without skippable frames, and without what follows the last.
///
/// libarchive knows neither. Zeros may follow; of anything else it is told how much is left out, unless it looks like a
/// frame whose head is damaged.
final class ZstdFrames: ByteStream {
    private enum State {
        case between
        case inFrame(hasChecksum: Bool)
        /// What remains is for the decompressor to judge.
        case passing
        case atEnd
    }

    private static let blockSize = 1 << 18
    private static let mark: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    /// Of a skippable frame, after its first byte, 0x50 to 0x5F.
    private static let skippable: [UInt8] = [0x2A, 0x4D, 0x18]

    private let source: any ByteStream
    private let title: String
    private var state = State.between
    private var block: [UInt8] = []
    private var position = 0
    /// Bytes of the frame at hand that are to be given out before more of it is understood.
    private var copying = 0
    private var lacksChecksum = false
    private var garbage = 0

    init(_ source: any ByteStream, title: String) {
        self.source = source
        self.title = title
    }

    static func isSkippable(_ head: some Sequence<UInt8>) -> Bool {
        let head = Array(head.prefix(4))
        return head.count == 4 && head[0] >> 4 == 5 && head.dropFirst().elementsEqual(skippable)
    }

    /// What is to be said of it, once it was read to its end.
    var notes: [String] {
        var notes: [String] = []
        if lacksChecksum { notes.append("it has no checksum; damage to it may go unnoticed") }
        if garbage > 0 { notes.append("\(garbage) bytes after its end are no zstd data and were left out") }
        return notes
    }

    func read(upTo count: Int, into buffer: inout [UInt8]) throws(InputError) {
        buffer.removeAll()
        while buffer.count < count {
            if copying > 0 {
                guard try !peek(1).isEmpty else { return state = .atEnd }
                let part = min(copying, block.count - position, count - buffer.count)
                buffer += block[position..<position + part]
                position += part
                copying -= part
                continue
            }
            switch state {
            case .between: try beginFrame()
            case .inFrame(let hasChecksum): try beginBlock(hasChecksum: hasChecksum)
            case .passing: copying = Int.max
            case .atEnd: return
            }
        }
    }

    /// The next bytes, which stay; fewer at the end.
    private func peek(_ count: Int) throws(InputError) -> ArraySlice<UInt8> {
        if block.count - position < count {
            block.removeFirst(position)
            position = 0
            var more: [UInt8] = []
            repeat {
                try source.read(upTo: Self.blockSize, into: &more)
                block += more
            } while !more.isEmpty && block.count < count
        }
        return block[position..<min(position + count, block.count)]
    }

    private func beginFrame() throws(InputError) {
        while try peek(1).first == 0 { position += 1 }
        let head = Array(try peek(18))
        guard !head.isEmpty else { return state = .atEnd }
        if head.starts(with: Self.mark), head.count > 4 {
            let descriptor = head[4]
            let isSingleSegment = descriptor & 0x20 != 0
            let hasChecksum = descriptor & 4 != 0
            copying = 5 + (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][Int(descriptor & 3)]
            copying += [isSingleSegment ? 1 : 0, 2, 4, 8][Int(descriptor >> 6)]
            state = .inFrame(hasChecksum: hasChecksum)
            if !hasChecksum { lacksChecksum = true }
        } else if Self.isSkippable(head), head.count >= 8 {
            try skip(8 + head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) })
        } else {
            try endWithGarbage(Array(head.prefix(4)))
        }
    }

    private func beginBlock(hasChecksum: Bool) throws(InputError) {
        let head = Array(try peek(3))
        guard head.count == 3 else { return state = .passing }
        let number = head.reversed().reduce(0) { $0 << 8 | Int($1) }
        let kind = number >> 1 & 3
        guard kind != 3 else { return state = .passing }
        // A block of one byte again and again has that one.
        copying = 3 + (kind == 1 ? 1 : number >> 3)
        guard number & 1 == 1 else { return }
        if hasChecksum { copying += 4 }
        state = .between
    }

    private func skip(_ count: Int) throws(InputError) {
        var left = count
        while left > 0 {
            guard try !peek(1).isEmpty else { throw damaged("a frame ends too early") }
            let part = min(left, block.count - position)
            position += part
            left -= part
        }
    }

    private func endWithGarbage(_ head: [UInt8]) throws(InputError) {
        let marks = [Self.mark, [head[0] >> 4 == 5 ? head[0] : 0x50] + Self.skippable]
        let alike = marks.map { mark in zip(head, mark).count { $0 == $1 } }.max() ?? 0
        guard alike < min(head.count, 2) else { throw damaged("the head of a frame is wrong, or cut short") }
        state = .atEnd
        while try !peek(1).isEmpty {
            garbage += block.count - position
            position = block.count
        }
    }

    private func damaged(_ reason: String) -> InputError {
        .damaged(title: title, reason: reason, tester: "zstd")
    }
}
