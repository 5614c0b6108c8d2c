internal import Documents
internal import Foundation

/// Small inputs as programs make them: the same two lines in every form, with a second text in the archives.
enum Packed {
    static let text = "the cat sat on the mat\nthe dog sat on the log\n"
    static let second = "the end\n"

    static let gzip = bytes("H4sIAAAAAAACAyvJSFVITixRKAbi/DyFEiA3N7GEC0Sn5KcjC+fkp3MBAJGYcy0uAAAA")
    /// The lines in two members.
    static let gzipMembers = bytes(
        "H4sIAAAAAAACAyvJSFVITixRKAbi/DyFEiA3N7GECwAL/h1zFwAAAB+LCAAAAAAAAgMryUhVSMlPVyhOLFHIz1MoAXJz8tO5AM2uCLcXAAAA")
    static let xz = bytes(
        """
        /Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAtACFdADoaCM52SWIfg2g/87WjVLSNa8zZBqoz1NqkisPHpxpwAAAAAAD7SsjuQKtDZgABPS5a8LiW\
        H7bzfQEAAAAABFla
        """)
    static let zstd = bytes("KLUv/SQuNQEA8HRoZSBjYXQgc2F0IG9uIHRoZSBtYXQKZG9nbG9nCgIAOnmcVZrKO5ac")
    static let bzip2 = bytes("QlpoOTFBWSZTWTmzjpgAABVRgAAQQAAux4wAIAAgqqbSaaHqfqhAAA6mzCsWuPO1kbMqSZIRT8XckU4UJA5s46YA")
    /// The lines in two streams.
    static let bzip2Streams = bytes(
        """
        QlpoOTFBWSZTWfC6F18AAArRgAAQQAAqQ4wAIAAhKmQPU/VCAaaaHZRIzvjhbQ4b+LuSKcKEh4XQuvhCWmg5MUFZJlNZIZcyngAACtGAABBAACbF\
        jAAgACGo9JkafqEDQNCZQ7KtCpQwhA8F3JFOFCQIZcyngA==
        """)
    /// Nothing, as each program packs it.
    static let empty = [
        "gzip": bytes("H4sIAAAAAAAAAwMAAAAAAAAAAAA="), "xz": bytes("/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo="),
        "zstd": bytes("KLUv/SQAAQAAmenYUQ=="), "bzip2": bytes("QlpoORdyRThQkAAAAAA="),
    ]
    /// A frame of zstd's format that holds no text.
    static let skippable: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 6, 0, 0, 0] + Array("beside".utf8)
    /// a.txt and b.txt.
    static let tarGzip = bytes(
        """
        H4sIAAAAAAACA+3TQQ6CMBCF4Vlzip7ADAbLeaoQXChNYEg4voUNRtYQ0f9LJq+dzaxeONlosi1NfFHMmXym6sUv73nvy3MpTmUHQ2+hSyflP9m9\
        drdgrk8TWzd9n8GyKavYvK8fsckEP+b6Df3PddX/3NP/vfpftxXNBgAAAAAAAAAAAAAAOKgX1A5ZJwAoAAA=
        """)
    static let tarXZ = bytes(
        """
        /Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4Cf/AIldADCLiofEDvKXpPh1PcWp7dmXqZlSnc738SKv7cmHCS8GvLBrk4gr6VxPQ/X4vW7HoeLjr0gW\
        z8tBeRO4oLs1szRYv/jxYtflhpKtJIP/RKzXpxVN0H0tJl3urRw8ibyHWpbO2sRsWTbT4htM+8uIaCJBGRF8Ab0A6SG5bpYL+ADOz5zX03LyARUA\
        AAAAAOeSwqduLij1AAGlAYBQAAC75QE2scRn+wIAAAAABFla
        """)
    static let tarZstd = bytes(
        """
        KLUv/WQAJ/UDAJJEEBigpRoDALzs7/aJfGuW/8fdgsimdKkQZjJopSwXgygWUAyRVQEuhqsNVw9MgP0Guo1w4x3i5N9l8b8x+X9b2EEDFQCZn1QP\
        wQMDEgQPgO4u1HEGVAxmDAyQKeYB1UKIhiI6eawYIdMqCFBLvCHdACQHGECrAY6Vy+wEit/FdSY=
        """)
    /// a.txt and é.txt, whose name is marked as UTF-8.
    static let zip = bytes(
        """
        UEsDBBQAAAAIAAAAIQCRmHMtIQAAAC4AAAAFAAAAYS50eHQryUhVSE4sUSgG4vw8hRIgNzexhAtEp+SnIwvn5KdzAQBQSwMEFAAACAgAAAAhAMpV\
        bMMKAAAACAAAAAYAAADDqS50eHQryUhVSM1L4QIAUEsBAhQDFAAAAAgAAAAhAJGYcy0hAAAALgAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsB\
        AhQDFAAACAgAAAAhAMpVbMMKAAAACAAAAAYAAAAAAAAAAAAAAIABRAAAAMOpLnR4dFBLBQYAAAAAAgACAGcAAAByAAAAAAA=
        """)

    private static func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64)!) }

    /// Bytes as gzip packs them at its best.
    static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: "gram-plain-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try output(of: "gzip -9nc '\(file.path)'")
    }

    /// What a shell's command writes.
    static func output(of command: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        return bytes
    }

    /// What a reader makes of bytes in a file.
    static func read(
        _ bytes: [UInt8], _ settings: DecompressionSettings = DecompressionSettings(), ending: String = ""
    ) throws -> (documents: [String: String], notes: [String]) {
        let file = FileManager.default.temporaryDirectory.appending(path: "gram-packed-\(UUID().uuidString)\(ending)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let reader = try openReader(.file(file.path), settings)
        var documents: [String: String] = [:]
        var chunk: [UInt8] = []
        while let name = try reader.nextDocument() {
            var text: [UInt8] = []
            repeat {
                try reader.nextChunk(into: &chunk)
                text += chunk
            } while !chunk.isEmpty
            documents[name] = String(decoding: text, as: UTF8.self)
        }
        return (documents, reader.notes)
    }
}
