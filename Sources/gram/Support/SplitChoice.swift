internal import ArgumentParser
internal import Gramarye

/// One split, or all of them.
enum SplitChoice: String, CaseIterable, ExpressibleByArgument {
    case all, train, valid, test

    var splits: Set<Split> { Split(name: rawValue).map { [$0] } ?? Set(Split.allCases) }
}
