/// Places in a segment: each by itself at first, then ranges that grow.
struct PositionBins {
    /// The first place of each.
    private let starts: [Int]
    private let longest: Int

    init(longest: Int) {
        var starts = Array(1...10) + [11, 21, 31, 41, 51]
        // 101, 201, 501, 1001 and so on.
        var before = 100
        var isTwo = false
        while before < longest {
            starts.append(before + 1)
            before = isTwo ? before / 2 * 5 : before * 2
            isTwo = !isTwo && String(before).first == "2"
        }
        starts.removeAll { $0 > longest }
        self.starts = starts
        self.longest = longest
    }

    var count: Int { starts.count }
    subscript(bin: Int) -> ClosedRange<Int> {
        starts[bin]...max(starts[bin], bin + 1 < starts.count ? starts[bin + 1] - 1 : longest)
    }

    func bin(of position: Int) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= position { low = middle } else { high = middle }
        }
        return low
    }
}
