internal import Foundation
internal import LanguageModeling
internal import LinearAlgebra
internal import Tokenization

/// A cache's walk along a text: the network's, and the states that it came through.
final class NeuralCacheWalk: ModelWalk {
    private let model: NeuralCacheModel
    private let forward: ForwardPass<Float>
    private var past: RememberedStates

    init(_ model: NeuralCacheModel) {
        self.model = model
        forward = ForwardPass(model.network.parameters, pool: ThreadPool(threads: model.network.threads))
        past = RememberedStates(width: model.network.architecture.hidden, capacity: model.capacity)
    }

    private init(copyOf other: NeuralCacheWalk) {
        model = other.model
        forward = ForwardPass(copyOf: other.forward)
        past = other.past.copy()
    }

    func copy() -> any ModelWalk { NeuralCacheWalk(copyOf: self) }

    func read(_ words: [UInt32]) {
        forward.forEachStretch(before: words) { states, classes in past.append(states, classes) }
    }

    /// ln P of the next events, given as classes; they do not depend on how many are asked for at once.
    func logProbabilities(of events: [UInt32]) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(events.count)
        forward.forEachStretch(before: events) { states, classes in
            result += past.votes(after: states, classes, [model])[0]
        }
        return result
    }

    /// The same of several caches of one network, whose states are computed once.
    static func logProbabilities(
        of events: [UInt32], _ network: NetworkModel, _ caches: [NeuralCacheModel]
    ) -> [[Double]] {
        let forward = ForwardPass(network.parameters, pool: ThreadPool(threads: network.threads))
        var past = RememberedStates(
            width: network.architecture.hidden, capacity: caches.map(\.capacity).max() ?? 1)
        var result = caches.map { _ in [Double]() }
        forward.forEachStretch(before: events) { states, classes in
            for (index, scores) in past.votes(after: states, classes, caches).enumerated() { result[index] += scores }
        }
        return result
    }

    func probabilities() -> [Double]? {
        var distribution: [Double] = []
        // Which event comes next does not matter to the state before it.
        ForwardPass(copyOf: forward).forEachStretch(before: [WordClass.segmentEnd]) { state, _ in
            distribution = past.distribution(after: state, model)
        }
        // Classes leave `<s>` out.
        return [distribution[0], 0] + distribution.dropFirst()
    }

    func append(_ word: WordID) {
        if word != Marker.segmentStart { read([WordClass.of(word)]) }
    }
}

/// The states before the last events, and these as classes.
///
/// States stand in tiles of 256, transposed: what a state has in common with all of a tile is a sum over its elements,
/// each a row of the tile, so that a product does not depend on what stands beside it.
private struct RememberedStates {
    private static let tileSize = 256

    private let width: Int
    private let capacity: Int
    /// H × 256, the oldest first; its columns are the states of events one after the other.
    private var tiles: [Matrix<Float>] = []
    private var classes: [UInt32] = []
    private var products = Matrix<Float>(rows: 1, columns: tileSize)

    init(width: Int, capacity: Int) { (self.width, self.capacity) = (width, capacity) }

    /// The same states, to go on with others: full tiles are shared, for nothing is written into them any more.
    func copy() -> RememberedStates {
        var other = self
        other.products = Matrix(rows: 1, columns: Self.tileSize)
        if let last = tiles.last, classes.count % Self.tileSize != 0 {
            let tile = Matrix<Float>(rows: width, columns: Self.tileSize)
            tile.copy(from: last)
            other.tiles[tiles.count - 1] = tile
        }
        return other
    }

    mutating func append(_ states: Matrix<Float>, _ events: [UInt32]) {
        hold(states, events)
        forget()
    }

    private mutating func hold(_ states: Matrix<Float>, _ events: [UInt32]) {
        for (row, event) in events.enumerated() {
            let column = classes.count % Self.tileSize
            if column == 0 { tiles.append(Matrix(rows: width, columns: Self.tileSize)) }
            let tile = tiles[tiles.count - 1]
            for element in 0..<width { tile[element, column] = states[row, element] }
            classes.append(event)
        }
    }

    /// Whole tiles, so that an event keeps its place in its tile.
    private mutating func forget() {
        let tiles = max(0, classes.count - capacity) / Self.tileSize
        self.tiles.removeFirst(tiles)
        classes.removeFirst(tiles * Self.tileSize)
    }

    /// ln P of events by each cache, which then are remembered.
    ///
    /// - Parameter states: before each of the events.
    mutating func votes(after states: Matrix<Float>, _ events: [UInt32], _ caches: [NeuralCacheModel]) -> [[Double]] {
        let first = classes.count
        hold(states, events)
        // Tile by tile, which the processor's cache holds meanwhile; of an event those before it alone.
        var likeness = events.map { _ in [Float]() }
        for (number, tile) in tiles.enumerated() {
            let start = number * Self.tileSize
            for row in events.indices where start < first + row {
                likeness[row] += products(of: states, row: row, tile, count: first + row - start)
            }
        }
        var result = caches.map { _ in [Double]() }
        for (row, event) in events.enumerated() {
            for (index, cache) in caches.enumerated() {
                let (votes, hits, uniform) = votes(likeness[row], of: event, cache)
                let share = uniform / Double(cache.vocabulary.size)
                result[index].append(log((hits + share) / (votes + uniform)))
            }
        }
        forget()
        return result
    }

    /// P of each class after a state.
    func distribution(after state: Matrix<Float>, _ model: NeuralCacheModel) -> [Double] {
        let size = model.vocabulary.size
        var likeness: [Float] = []
        for (number, tile) in tiles.enumerated() {
            likeness += products(of: state, row: 0, tile, count: classes.count - number * Self.tileSize)
        }
        let window = max(0, likeness.count - model.capacity)..<likeness.count
        let exponents = likeness[window].map { model.flatness * Double($0) }
        let shift = max(0, exponents.max() ?? 0)
        let uniform = Self.uniformShare(shift)
        var votes = [Double](repeating: uniform / Double(size), count: size)
        var sum = uniform
        for (exponent, event) in zip(exponents, classes[window]) {
            let vote = exp(exponent - shift)
            votes[Int(event)] += vote
            sum += vote
        }
        return votes.map { $0 / sum }
    }

    /// h·h_i for the first columns of a tile.
    private func products(of states: Matrix<Float>, row: Int, _ tile: Matrix<Float>, count: Int) -> [Float] {
        products.fill(with: 0)
        unsafe addRows(of: tile, weightedBy: states.row(row), to: products.row(0))
        return (0..<min(count, Self.tileSize)).map { products[0, $0] }
    }

    private func addRows(
        of tile: Matrix<Float>, weightedBy weights: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>
    ) {
        for element in 0..<width {
            unsafe Float.addScaled(weights[element], tile.row(element), to: sums, count: Self.tileSize)
        }
    }

    /// Σ exp(θ h·h_i − m), its part of a class, and exp(−m), m being the largest exponent and not below 0.
    ///
    /// - Parameter likeness: h·h_i from the first event at hand on.
    private func votes(
        _ likeness: [Float], of wanted: UInt32, _ cache: NeuralCacheModel
    ) -> (votes: Double, hits: Double, uniform: Double) {
        let window = max(0, likeness.count - cache.capacity)..<likeness.count
        var shift = 0.0
        for index in window { shift = max(shift, cache.flatness * Double(likeness[index])) }
        var (votes, hits) = (0.0, 0.0)
        for index in window {
            let vote = exp(cache.flatness * Double(likeness[index]) - shift)
            votes += vote
            if classes[index] == wanted { hits += vote }
        }
        return (votes, hits, Self.uniformShare(shift))
    }

    /// exp(−m), but never so small that it vanishes beside the votes for good.
    private static func uniformShare(_ shift: Double) -> Double { exp(-min(shift, 600)) }
}
