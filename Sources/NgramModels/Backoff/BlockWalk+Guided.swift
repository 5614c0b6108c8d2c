internal import LanguageModeling
internal import Tokenization

extension BlockWalk {
    /// Does the look-ups where guides lead to the child, or to where it would stand, at once: see `take`.
    ///
    /// Whether an n-gram is stored cannot be predicted, so that a branch on it costs as much as a line of memory: all is
    /// computed for both cases, and one of them taken.
    ///
    /// - Parameter isContext: whether n is below N; a constant where it is called, as is then the width of records.
    @inline(__always)
    static func takeGuided(
        _ lookUps: [LookUp], _ count: Int, _ events: Span<WordID>, order n: Int, isContext: Bool,
        in ngrams: some WalkedStorage, _ before: [Context], _ allScores: inout [Double], _ allLengths: inout [Int],
        _ allAfter: inout [Context]
    ) {
        let code = ngrams.shape.code
        let places = ngrams.codePlaces(ofContexts: isContext)
        var allStarts = [Int](repeating: 0, count: ahead)
        var starts = allStarts.mutableSpan
        let lookUps = lookUps.span
        let before = before.span
        var scores = allScores.mutableSpan
        var lengths = allLengths.mutableSpan
        var after = allAfter.mutableSpan
        // Each step asks memory for what later ones read, so that there is always something on its way.
        for step in 0..<count &+ ahead {
            if step < count {
                let lookUp = lookUps[step]
                ngrams.prefetchStart(
                    lookUp.guess(code), unless: lookUp.isShort, place: places.place(of: Int(lookUp.firstChild)))
            }
            let guided = step &- ahead / 2
            if guided >= 0, guided < count {
                let lookUp = lookUps[guided]
                let guess = lookUp.guess(code)
                let guide = ngrams.guide(of: guess, unless: lookUp.isShort)
                let node = lookUp.isShort ? Int(lookUp.firstChild) : lookUp.clamped(guess &+ guide)
                starts[guided & (ahead &- 1)] = node
                ngrams.prefetchCode(at: places.place(of: node))
                // Records behind it may stand in the next line of memory.
                ngrams.prefetchCode(at: places.place(of: node &+ LookUp.window &- 1))
            }
            let index = step &- ahead
            if index >= 0 {
                let lookUp = lookUps[index]
                let event = Int(lookUp.event)
                let wanted = lookUp.wanted
                let lastPlace = places.place(of: Int(lookUp.firstChild) &+ Int(lookUp.childCount) &- 1)
                let firstPlace = places.place(of: Int(lookUp.firstChild))
                let start = places.place(of: starts[index & (ahead &- 1)])
                var place = start
                var steps = 0
                var hit: UInt64 = 0
                // The last code instead of those behind it changes nothing: all of them are too small, or none.
                for step in 0..<LookUp.window {
                    let found = ngrams.code(at: min(place &+ step &* places.stride, lastPlace))
                    steps &+= found < wanted ? 1 : 0
                    hit |= found == wanted ? 1 : 0
                }
                place &+= steps &* places.stride
                // Rare: more children than these have one guess, or the guide leads too far.
                let isBehind = (steps == LookUp.window ? 1 : 0) & (place <= lastPlace ? 1 : 0)
                let isBefore =
                    (start > firstPlace ? 1 : 0)
                    & (ngrams.code(at: max(start &- places.stride, firstPlace)) >= wanted ? 1 : 0)
                place = min(place, lastPlace)
                if isBehind | isBefore != 0, hit == 0 {
                    let found = Self.node(lookUp, from: places.node(at: place), in: ngrams, places)
                    hit = found >= 0 ? 1 : 0
                    place = found >= 0 ? places.place(of: found) : place
                }
                let isHit = 0 &- hit
                let known = ngrams.logProbability(atCode: place).bitPattern
                let unknown = (scores[event] + before[event].logBackoff).bitPattern
                scores[event] = Double(bitPattern: unknown ^ ((unknown ^ known) & isHit))
                let length = lengths[event]
                lengths[event] = length ^ ((length ^ n) & Int(truncatingIfNeeded: isHit))
                if isContext, events[event] != Marker.segmentEnd {
                    after[event &+ 1] = Context(places.node(at: place), in: ngrams).masked(by: isHit)
                }
            }
        }
    }

    /// The child looked for, sought from a guess on; −1 if there is none.
    @inline(__always)
    static func node(
        _ lookUp: LookUp, from guess: Int, in ngrams: some WalkedStorage, _ places: CodePlaces
    ) -> Int {
        let first = Int(lookUp.firstChild)
        let last = first &+ Int(lookUp.childCount) &- 1
        let wanted = lookUp.wanted
        var node = guess
        var place = places.place(of: node)
        var found = ngrams.code(at: place)
        while found < wanted {
            if node == last { return -1 }
            node &+= 1
            place &+= places.stride
            found = ngrams.code(at: place)
            if found > wanted { return -1 }
        }
        while found > wanted {
            if node == first { return -1 }
            node &-= 1
            place &-= places.stride
            found = ngrams.code(at: place)
        }
        return found == wanted ? node : -1
    }
}
