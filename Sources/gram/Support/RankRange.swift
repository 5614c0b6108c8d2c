internal import ArgumentParser

/// Segments by their numbers, as `A-B` or `A`.
struct SegmentRange: ExpressibleByArgument {
    let range: ClosedRange<Int>

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let first = ends[0], let last = ends[ends.count - 1], ends.count <= 2, 1 <= first, first <= last else {
            return nil
        }
        range = first...last
    }
}

/// Ranks as `A-B`.
struct RankRange: ExpressibleByArgument {
    let range: ClosedRange<Int>

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], 1 <= first, first < last else { return nil }
        range = first...last
    }
}
