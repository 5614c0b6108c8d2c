internal import Foundation

/// The base-10 logarithms of ARPA files.
package enum ArpaNumber {
    /// What stands for the logarithm of zero, as SRILM has it.
    package static let zero = -99.0

    /// A number as it stands in a file; `nil` for what is none.
    ///
    /// - Complexity: few digits, which nearly all numbers have, are read exactly by one division.
    package static func parse(_ text: Span<UInt8>) -> Double? {
        var position = 0
        let isNegative = text.count > 0 && text[0] == 0x2D
        if isNegative { position = 1 }
        var digits = 0
        var mantissa = 0
        var decimals = 0
        var hasPoint = false
        while position < text.count {
            let byte = text[position]
            if byte == 0x2E, !hasPoint {
                hasPoint = true
            } else if (0x30...0x39).contains(byte) {
                mantissa = mantissa &* 10 &+ Int(byte &- 0x30)
                if mantissa > 0 { digits &+= 1 }
                if hasPoint { decimals &+= 1 }
            } else {
                break
            }
            position &+= 1
        }
        // Both are exact up to these lengths, so that the quotient is the number nearest to the text (Clinger 1990).
        let hasDigit = position > (isNegative ? 1 : 0) + (hasPoint ? 1 : 0)
        if hasDigit, position == text.count, digits <= 15, decimals <= 15 {
            let value = Double(mantissa) / powersOfTen[decimals]
            return isNegative ? -value : value
        }
        var bytes: [UInt8] = []
        for index in text.indices { bytes.append(text[index]) }
        return Double(String(decoding: bytes, as: UTF8.self))
    }

    private static let powersOfTen: [Double] = (0...15).map { Double("1e\($0)") ?? 1 }

    /// The text of a natural logarithm, by which `parse` and single precision have the same number again.
    package static func text(ofNatural logarithm: Double) -> [UInt8] {
        let single = Double(Float(logarithm))
        if single == 0 { return [0x30] }
        if single == -.infinity { return Array("-99".utf8) }
        let value = rounded(single / M_LN10)
        // A probability of 10⁻⁹⁹ is none of zero.
        return Array((value == zero ? zero - 2e-7 : value).description.utf8)
    }

    /// Nine significant digits, enough for single precision.
    private static func rounded(_ value: Double) -> Double {
        let magnitude = 8 - log10(abs(value)).rounded(.down)
        // Nor have NaN and infinity a magnitude.
        guard (0...15).contains(magnitude) else { return value }
        let scale = powersOfTen[Int(magnitude)]
        return (value * scale).rounded() / scale
    }
}
