internal import Foundation
package import Statistics

/// T steps of B rows of a stream: what goes in and what is to be predicted.
///
/// Words are *classes*: `<unk>` 0, `</s>` 1, then the others; `<s>`, never an event, has none.
package struct Minibatch: Sendable {
    package var steps: Int
    package var rows: Int
    /// T × B
    package var inputs: [UInt32]
    package var targets: [UInt32]
    /// Whether each row goes on where it ended in the minibatch before.
    package var continues: Bool
    /// Rows whose state is cleared all the same.
    package var restarts: Set<Int> = []
    /// Which minibatch of the whole training this is; dropout is drawn from it.
    package var number = 0

    package init(steps: Int, rows: Int, inputs: [UInt32], targets: [UInt32], continues: Bool) {
        precondition(inputs.count == steps * rows && targets.count == steps * rows, "T × B words")
        self.steps = steps
        self.rows = rows
        self.inputs = inputs
        self.targets = targets
        self.continues = continues
    }
}

package enum WordClass {
    /// `</s>`
    package static let segmentEnd: UInt32 = 1
    package static func of(_ word: UInt32) -> UInt32 { word < 2 ? word : word - 1 }
    /// The word of a class: `<unk>`, then all from `</s>` on.
    package static func word(of wordClass: UInt32) -> UInt32 { wordClass < segmentEnd ? wordClass : wordClass + 1 }
}

/// How a stream is cut into minibatches for one epoch.
package enum Partition {
    /// Every event i becomes the target of the input before it; that of event 0 is `</s>`.
    static func cut(
        _ events: [UInt32], starts: some Collection<Int>, steps: Int, continues: Bool
    ) -> Minibatch {
        var inputs: [UInt32] = []
        var targets: [UInt32] = []
        inputs.reserveCapacity(steps * starts.count)
        targets.reserveCapacity(steps * starts.count)
        for t in 0..<steps {
            for start in starts {
                inputs.append(start + t == 0 ? WordClass.segmentEnd : events[start + t - 1])
                targets.append(events[start + t])
            }
        }
        return Minibatch(
            steps: steps, rows: starts.count, inputs: inputs, targets: targets, continues: continues)
    }

    /// The stream in B columns of ⌊N/B⌋ events, read side by side, n steps at a time, the state carried over.
    package static func sequential(_ events: [UInt32], batch: Int, steps: Int) -> some Sequence<Minibatch> {
        let rows = min(batch, events.count)
        let length = rows == 0 ? 0 : events.count / rows
        return stride(from: 0, to: length, by: steps).lazy.map { at in
            cut(
                events, starts: (0..<rows).map { $0 * length + at }, steps: Swift.min(steps, length - at),
                continues: at > 0)
        }
    }

    /// As `sequential`, but each window of its own length, so that no word always stands first: usually about n, one in
    /// twenty about n/2, normally distributed with a deviation of 5, from 5 to n + 20 (Merity et al. 2018, section 5).
    ///
    /// The learning rate of a step is to be rescaled by its length over n.
    package static func variable(
        _ events: [UInt32], batch: Int, steps: Int, using random: inout SeededGenerator
    ) -> some Sequence<Minibatch> {
        let rows = min(batch, events.count)
        let length = rows == 0 ? 0 : events.count / rows
        var windows: [Range<Int>] = []
        while (windows.last?.upperBound ?? 0) < length {
            let centre = Double(random.uniform() < 0.95 ? steps : steps / 2)
            let deviation = (-2 * log(1 - random.uniform())).squareRoot() * cos(2 * .pi * random.uniform())
            let drawn = Int((centre + 5 * deviation).rounded())
            let at = windows.last?.upperBound ?? 0
            windows.append(at..<Swift.min(length, at + Swift.min(Swift.max(5, drawn), longestVariable(steps))))
        }
        return windows.lazy.map { window in
            cut(
                events, starts: (0..<rows).map { $0 * length + window.lowerBound }, steps: window.count,
                continues: window.lowerBound > 0)
        }
    }

    /// The longest window of `variable`.
    package static func longestVariable(_ steps: Int) -> Int { max(5, steps + 20) }

    /// The first d events dropped, d uniform in 0 ..< n; the rest cut into ⌊(N − d)/n⌋ subsequences of n, shuffled.
    package static func random(
        _ events: [UInt32], batch: Int, steps: Int, using random: inout SeededGenerator
    ) -> some Sequence<Minibatch> {
        let steps = min(steps, events.count)
        let dropped =
            events.count > steps ? Int.random(in: 0..<min(steps, events.count - steps + 1), using: &random) : 0
        let count = steps == 0 ? 0 : (events.count - dropped) / steps
        let starts = (0..<count).map { dropped + $0 * steps }.shuffled(using: &random)
        return stride(from: 0, to: count, by: batch).lazy.map { at in
            cut(events, starts: starts[at..<Swift.min(at + batch, count)], steps: steps, continues: false)
        }
    }
}
