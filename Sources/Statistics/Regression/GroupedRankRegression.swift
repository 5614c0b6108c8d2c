internal import Foundation

extension LineFit {
    /// Least squares of ln f on ln rank with one point for each distinct frequency, at the middle of its ranks, so that
    /// the thousands of types that occur once are one point and not half of the sum.
    package static func perFrequency(_ curve: RankFrequency, ranks: ClosedRange<Int>? = nil) -> LineFit? {
        guard curve.types >= 2 else { return nil }
        return LineFit(
            curve.runs(in: ranks ?? 1...curve.types).filter { $0.frequency > 0 }.map { run in
                (x: log(Double(run.ranks.lowerBound + run.ranks.upperBound) / 2), y: log(run.frequency))
            })
    }

    /// Least squares of ln f on ln rank in logarithmic bins, one for each doubling of the rank: ranks 1, 2–3, 4–7 and so
    /// on, the mean frequency at the geometric mean rank. Every scale then weighs the same.
    package static func logBinned(_ curve: RankFrequency, ranks: ClosedRange<Int>? = nil) -> LineFit? {
        guard curve.types >= 2 else { return nil }
        let all = 1...curve.types
        guard (ranks ?? all).overlaps(all) else { return nil }
        return LineFit(
            RankFrequency.doublings((ranks ?? all).clamped(to: all)).compactMap { bin in
                let tokens = curve.runs(in: bin).reduce(0) { $0 + $1.frequency * Double($1.count) }
                guard tokens > 0 else { return nil }
                return (x: SumsOfLogarithms.first(bin) / Double(bin.count), y: log(tokens / Double(bin.count)))
            })
    }
}

extension RankFrequency {
    /// A range of ranks cut into stretches that end before each doubling of its first rank.
    static func doublings(_ range: ClosedRange<Int>) -> [ClosedRange<Int>] {
        var bins: [ClosedRange<Int>] = []
        var first = range.lowerBound
        while true {
            let (next, overflow) = first.multipliedReportingOverflow(by: 2)
            if overflow || next > range.upperBound { return bins + [first...range.upperBound] }
            bins.append(first...(next - 1))
            first = next
        }
    }
}
