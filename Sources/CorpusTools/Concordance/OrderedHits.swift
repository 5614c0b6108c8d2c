/// A hit among those of all runs.
package struct HitPlace: Sendable, Hashable {
    private let runNumber: UInt32
    private let hitNumber: UInt32

    init(run: Int, hit: Int) { (runNumber, hitNumber) = (UInt32(run), UInt32(hit)) }

    package var run: Int { Int(runNumber) }
    package var hit: Int { Int(hitNumber) }
}

/// What hits are put in order by: for each a rank from 0.
package struct HitRanks {
    let count: Int
    let rank: (HitPlace) -> Int

    /// - Parameters:
    ///   - count: every rank is below it.
    ///   - rank: of a hit.
    package init(count: Int, rank: @escaping (HitPlace) -> Int) {
        self.count = count
        self.rank = rank
    }
}

extension [RunHits] {
    /// The places of the hits that were wanted, in the order of the text.
    package var places: [HitPlace] {
        indices.flatMap { run in self[run].starts.indices.map { HitPlace(run: run, hit: $0) } }
    }

    /// The first hits in the order of ranks, those of equal ones in the order of the text.
    ///
    /// - Parameters:
    ///   - keys: the first that differs decides.
    ///   - limit: how many are wanted; all where `nil`.
    /// - Complexity: linear in the hits and ranks: only those among the first are put in order by a further key.
    package func places(by keys: [HitRanks], limit: Int?) -> [HitPlace] {
        Self.first(limit ?? .max, of: places, by: keys[...])
    }

    private static func first(_ limit: Int, of places: [HitPlace], by keys: ArraySlice<HitRanks>) -> [HitPlace] {
        guard let key = keys.first, places.count > 1 else { return Array<HitPlace>(places.prefix(limit)) }
        let ranks = places.map { UInt32(key.rank($0)) }
        var counts = [Int](repeating: 0, count: key.count)
        for rank in ranks { counts[Int(rank)] += 1 }
        // Beyond this rank nothing is wanted.
        var (end, sum) = (0, 0)
        while end < counts.count, sum < limit {
            sum += counts[end]
            end += 1
        }
        var next = [Int](repeating: 0, count: end)
        for rank in 1..<Swift.max(1, end) { next[rank] = next[rank - 1] + counts[rank - 1] }
        var sorted = places.isEmpty ? [] : [HitPlace](repeating: places[0], count: sum)
        for (place, rank) in zip(places, ranks) where rank < end {
            sorted[next[Int(rank)]] = place
            next[Int(rank)] += 1
        }
        guard keys.count > 1 else { return Array<HitPlace>(sorted.prefix(limit)) }
        var result: [HitPlace] = []
        var start = 0
        for rank in 0..<end where counts[rank] > 0 {
            let some = Array<HitPlace>(sorted[start..<start + counts[rank]])
            result += first(limit - result.count, of: some, by: keys.dropFirst())
            start += counts[rank]
        }
        return result
    }
}

/// Hits counted by what they have in common.
package struct HitGroups: Sendable {
    package struct Group: Sendable, Hashable {
        /// Below 0 for hits that have none.
        package let number: Int
        package internal(set) var hits: Int
        package internal(set) var documents: Int
    }

    /// In the order of their first hits.
    package private(set) var groups: [Group] = []

    /// - Parameters:
    ///   - runs: with all hits.
    ///   - number: of the group that a hit is in.
    package init(_ runs: [RunHits], by number: (HitPlace) -> Int) {
        var indices: [Int: Int] = [:]
        var lastDocuments: [Int] = []
        for (index, run) in runs.enumerated() {
            for hit in run.starts.indices {
                let own = number(HitPlace(run: index, hit: hit))
                let group = indices[own] ?? groups.count
                if group == groups.count {
                    indices[own] = group
                    groups.append(Group(number: own, hits: 0, documents: 0))
                    lastDocuments.append(.min)
                }
                groups[group].hits += 1
                if lastDocuments[group] != run.document {
                    groups[group].documents += 1
                    lastDocuments[group] = run.document
                }
            }
        }
    }
}
