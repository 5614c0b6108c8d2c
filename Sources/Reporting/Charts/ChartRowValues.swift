internal import Foundation

extension Chart {
    /// The value of each category of the vertical axis in figures, all with as many decimals; empty where rows have several
    /// values.
    var rowValues: [String] {
        guard isOfRows else { return [] }
        var values = [Double?](repeating: nil, count: vertical.categories.count)
        for series in series where [.points, .bars].contains(series.mark) {
            for point in series.points {
                guard let row = Int(exactly: point.y), values.indices.contains(row), point.x.isFinite else { continue }
                if values[row] != nil { return [] }
                values[row] = point.x
            }
        }
        let sizes = values.compactMap { $0.map(abs) }.filter { $0 > 0 }
        guard let most = sizes.max(), let least = sizes.min() else { return values.map { $0 == nil ? "" : "0" } }
        // Three digits of the largest value, four where it is above 1; one more where that leaves one of the least.
        let usual = max(0, (most < 1 ? 2 : 3) - Int(log10(most).rounded(.down)))
        let decimals = usual + (usual > 0 && least < 10 * pow(10, -Double(usual)) ? 1 : 0)
        let areTold = most < 1e6 && decimals < 7 && least >= 0.5 * pow(10, -Double(decimals))
        return values.map { value in
            guard let value else { return "" }
            if horizontal.isWhole || decimals == 0, abs(value) < 1e15 {
                return NumberText.grouped(Int(value.rounded()))
            }
            return areTold
                ? String(format: "%.\(decimals)f", value) : NumberText.rounded(value, significantDigits: 3)
        }
    }
}
