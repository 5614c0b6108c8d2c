internal import LanguageModeling
internal import Synchronization

/// The windows of a share, filled in by several threads as the text is read: those of a first word stand together.
final class WindowFilling: Sendable {
    private let share: WindowShare
    private let keys: WindowKeys
    private let state: Mutex<(numbers: [[UInt64]], next: [Int])>

    /// - Parameter starts: where each first word's windows begin.
    init(_ share: WindowShare, _ keys: WindowKeys, _ starts: [Int]) {
        self.share = share
        self.keys = keys
        state = Mutex(
            (numbers: (0..<keys.numbers).map { _ in [UInt64](repeating: 0, count: share.count) }, next: starts))
    }

    func take(_ words: [WordID]) {
        let found = share.windows(in: words, keys)
        let width = keys.numbers + 1
        state.withLock { state in
            for place in stride(from: 0, to: found.count, by: width) {
                let word = Int(found[place]) - share.words.lowerBound
                let slot = state.next[word]
                state.next[word] += 1
                for number in 0..<keys.numbers { state.numbers[number][slot] = found[place + 1 + number] }
            }
        }
    }

    /// Gives away what was filled in.
    func takeNumbers() -> [[UInt64]] {
        state.withLock { state in
            let numbers = state.numbers
            state.numbers = []
            return numbers
        }
    }
}
