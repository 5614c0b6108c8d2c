internal import Basics
internal import Gramarye

extension IngestResult {
    /// Which documents were asked into another split than they are in, and what moves them.
    var notesOnSplits: [String] {
        let ways = elsewhere.reduce(into: [Way]()) { ways, document in
            let way = Way(from: document.split, to: document.asked)
            if !ways.contains(way) { ways.append(way) }
        }
        return ways.map { way in
            let names = elsewhere.filter { $0.split == way.from && $0.asked == way.to }.map(\.name)
            let place = way.from.map { "in \($0.name)" } ?? "divided by shares"
            return "\(shortened(names)): \(place) already, not put into \(way.to.name); --replace does"
        }
    }

    private struct Way: Equatable {
        let from: Split?
        let to: Split
    }
}
