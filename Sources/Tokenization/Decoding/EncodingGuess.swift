internal import CICU

/// What encoding a text is in that is not in the one asked for, as ICU's detector sees it.
enum EncodingGuess {
    private static let sampleSize = 1 << 16
    private static let leastConfidence = 10

    /// Encodings that spell the whole of a sample, the likeliest first.
    /// - Parameter position: of what is invalid.
    static func likely(_ bytes: UnsafeBufferPointer<UInt8>, around position: Int) -> [TextDecoder.Encoding] {
        let start = max(0, min(position - sampleSize / 2, bytes.count - sampleSize))
        let sample = unsafe Array(bytes[start..<min(start + sampleSize, bytes.count)])
        var names = unsafe [UnsafePointer<CChar>?](repeating: nil, count: 8)
        var confidences = [Int32](repeating: 0, count: 8)
        let found = unsafe icu_detect_encodings(sample, Int32(sample.count), &names, &confidences, 8)
        var likely: [TextDecoder.Encoding] = []
        for index in 0..<Int(found) where confidences[index] >= leastConfidence {
            guard let name = unsafe names[index].map({ unsafe String(cString: $0) }),
                let encoding = TextDecoder.Encoding(rawValue: name), encoding != .utf8, !likely.contains(encoding),
                (try? TextDecoder.decode(sample.span, encoding: encoding)) != nil
            else { continue }
            likely.append(encoding)
        }
        return Array(likely.prefix(3))
    }
}
