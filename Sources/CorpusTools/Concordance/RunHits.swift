package import Counting
package import Tokenization

/// The hits of a query in one run.
package struct RunHits: Sendable {
    /// What is asked of hits, and which of them are wanted.
    package struct Request: Sendable {
        package enum Wanted: Sendable {
            case all
            /// The first in the order of the text.
            case first(Int)
            /// So many drawn from all.
            case drawn(Int, seed: UInt64)
        }

        package var wanted: Wanted
        /// Distances from the node of tokens that are asked for: −1 stands before it, 1 behind.
        package var distances: [Int]
        /// Whether the words of nodes are told apart.
        package var tellsNodes: Bool
        /// Whether a token in another segment counts.
        package var crossesSegments: Bool

        package init(
            wanted: Wanted = .all, distances: [Int] = [], tellsNodes: Bool = false, crossesSegments: Bool = true
        ) {
            self.wanted = wanted
            self.distances = distances
            self.tellsNodes = tellsNodes
            self.crossesSegments = crossesSegments
        }
    }

    package let document: Int
    package let split: Split
    package let block: Int
    /// How many segments of the document stand before the run.
    package let segmentsBefore: Int
    /// How many tokens the run has, ends of segments counted, and how many ends of segments.
    package let tokenCount: Int
    package let segmentCount: Int
    /// How many hits there are; those that are wanted may be fewer.
    package private(set) var count = 0
    /// Of those wanted: where the first token stands in the run, and behind the last, ends of segments counted.
    package private(set) var starts: [UInt32] = []
    package private(set) var ends: [UInt32] = []
    /// In which of the run's segments each stands, and as which of its tokens, both from 0.
    package private(set) var segments: [UInt32] = []
    package private(set) var positions: [UInt32] = []
    /// For each distance the token of each hit; `none` where the document has none there.
    package internal(set) var neighbours: [[TokenID]]
    /// For each hit the number of its words among `nodes`; empty where they are not told apart.
    package private(set) var nodeNumbers: [UInt32] = []
    package private(set) var nodes: [[TokenID]] = []
    /// Of a sample: the numbers by which hits were drawn.
    var draws: [UInt64] = []
    /// The tokens at both ends of the run, for hits beside them in other runs.
    private(set) var head: [TokenID] = []
    private(set) var tail: [TokenID] = []
    /// Tokens asked for that stand in another run: of which hit and distance, and how many tokens beyond the run's end.
    private(set) var beyond: [(hit: Int, column: Int, by: Int)] = []

    /// No token, in place of one.
    package static let none = TokenID.max

    package init(_ query: CompiledQuery, in run: TokenRun, _ request: Request) {
        document = run.document
        split = run.split
        block = run.block
        segmentsBefore = run.segmentsBefore
        tokenCount = run.ids.count
        segmentCount = run.ids.count { $0 == Marker.segmentEnd }
        neighbours = Array(repeating: [], count: request.distances.count)
        let most = if case .first(let most) = request.wanted { most } else { Int.max }
        // In arrays of their own while they grow: a frequent word has hits by the thousand in a run.
        var (count, starts, ends) = (0, [UInt32](), [UInt32]())
        query.forEachMatch(in: run.ids) { start, end in
            count += 1
            guard starts.count < most else { return }
            starts.append(UInt32(start))
            ends.append(UInt32(end))
        }
        (self.count, self.starts, self.ends) = (count, starts, ends)
        if case .drawn(let most, let seed) = request.wanted { draw(most, seed: seed, run) }
        findSegments(run.ids)
        if request.tellsNodes { tellNodes(run.ids) }
        findNeighbours(run.ids, request)
    }

    /// Which hits are drawn depends on their places in their documents alone.
    private mutating func draw(_ most: Int, seed: UInt64, _ run: TokenRun) {
        let before = UInt64(run.tokensBefore + run.segmentsBefore)
        let ofDocument = (seed &+ UInt64(run.document) &* 0x9E37_79B9_7F4A_7C15).mixed
        let draws = starts.map { (ofDocument &+ before &+ UInt64($0)).mixed }
        let drawn = draws.indices.sorted { (draws[$0], $0) < (draws[$1], $1) }.prefix(most).sorted()
        (starts, ends) = (drawn.map { starts[$0] }, drawn.map { ends[$0] })
        self.draws = drawn.map { draws[$0] }
    }

    /// In which segment of the document a hit stands, and as which of its tokens it begins, both from 1.
    package func place(ofHit hit: Int) -> (segment: Int, position: Int) {
        (segmentsBefore + Int(segments[hit]) + 1, Int(positions[hit]) + 1)
    }

    private mutating func findSegments(_ ids: [TokenID]) {
        guard !starts.isEmpty else { return }
        var (segment, first, place) = (0, 0, 0)
        var (segments, positions) = ([UInt32](), [UInt32]())
        segments.reserveCapacity(starts.count)
        positions.reserveCapacity(starts.count)
        let tokens = ids.span
        for start in starts {
            while place < start {
                if tokens[place] == Marker.segmentEnd { (segment, first) = (segment + 1, place + 1) }
                place += 1
            }
            segments.append(UInt32(segment))
            positions.append(UInt32(place - first))
        }
        (self.segments, self.positions) = (segments, positions)
    }

    private mutating func tellNodes(_ ids: [TokenID]) {
        var numbers: [[TokenID]: UInt32] = [:]
        for (start, end) in zip(starts, ends) {
            let node = Array(ids[Int(start)..<Int(end)])
            let number = numbers[node] ?? UInt32(nodes.count)
            if numbers.updateValue(number, forKey: node) == nil { nodes.append(node) }
            nodeNumbers.append(number)
        }
    }

    private mutating func findNeighbours(_ ids: [TokenID], _ request: Request) {
        guard let farthest = request.distances.map(abs).max() else { return }
        for (column, distance) in request.distances.enumerated() {
            let step = distance < 0 ? -1 : 1
            var words: [TokenID] = []
            words.reserveCapacity(starts.count)
            for hit in starts.indices {
                var place = distance < 0 ? Int(starts[hit]) : Int(ends[hit]) - 1
                var left = abs(distance)
                var found = Self.none
                while left > 0 {
                    place += step
                    guard place >= 0, place < ids.count else {
                        if request.crossesSegments { beyond.append((hit, column, left)) }
                        break
                    }
                    guard ids[place] != Marker.segmentEnd else {
                        if request.crossesSegments { continue }
                        break
                    }
                    left -= 1
                    if left == 0 { found = ids[place] }
                }
                words.append(found)
            }
            neighbours[column] = words
        }
        guard request.crossesSegments else { return }
        head = Array(ids.lazy.filter { $0 != Marker.segmentEnd }.prefix(farthest))
        tail = Array(ids.reversed().lazy.filter { $0 != Marker.segmentEnd }.prefix(farthest))
    }
}

extension [RunHits] {
    /// All hits of a query, run by run in the order of the text.
    package init(of query: CompiledQuery, in source: some TokenRunSource, _ request: RunHits.Request) throws {
        guard !query.isImpossible else {
            self = []
            return
        }
        self = try source.scan(from: ()) { run, _ in RunHits(query, in: run, request) }.results
        if case .drawn(let most, _) = request.wanted { leaveOut(allBut: most) }
        findNeighboursInOtherRuns(request.distances)
    }

    private mutating func findNeighboursInOtherRuns(_ distances: [Int]) {
        for index in indices {
            for (hit, column, by) in self[index].beyond {
                let step = distances[column] < 0 ? -1 : 1
                var (other, left) = (index + step, by)
                while indices.contains(other), self[other].document == self[index].document {
                    let tokens = step < 0 ? self[other].tail : self[other].head
                    if left <= tokens.count {
                        self[index].neighbours[column][hit] = tokens[left - 1]
                        break
                    }
                    left -= tokens.count
                    other += step
                }
            }
        }
    }

    /// Of those drawn in each run, those drawn of all.
    private mutating func leaveOut(allBut most: Int) {
        let all = flatMap(\.draws).sorted()
        guard all.count > most else { return }
        let last = most > 0 ? all[most - 1] : 0
        // Equal draws are as good as impossible: then a few more or less are kept.
        for index in indices { self[index].keep { most > 0 && $0 <= last } }
    }
}

extension RunHits {
    fileprivate mutating func keep(where isKept: (UInt64) -> Bool) {
        let kept = draws.indices.filter { isKept(draws[$0]) }
        guard kept.count < draws.count else { return }
        let numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
        starts = kept.map { starts[$0] }
        ends = kept.map { ends[$0] }
        (segments, positions) = (kept.map { segments[$0] }, kept.map { positions[$0] })
        draws = kept.map { draws[$0] }
        neighbours = neighbours.map { column in kept.map { column[$0] } }
        if !nodeNumbers.isEmpty { nodeNumbers = kept.map { nodeNumbers[$0] } }
        beyond = beyond.compactMap { entry in numbers[entry.hit].map { ($0, entry.column, entry.by) } }
    }
}

extension UInt64 {
    /// Its bits mixed so that neighbours have nothing in common: the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
    fileprivate var mixed: UInt64 {
        var bits = self &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}
