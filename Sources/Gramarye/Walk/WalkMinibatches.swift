internal import RecurrentModels
internal import Reporting

extension WalkGround {
    /// How many minibatches are shown of each way of cutting.
    private static var shown: Int { 2 }

    /// 3. The first minibatches of the first epoch, as training cuts them.
    func minibatchesScene() throws -> WalkScene {
        let events = try requireEvents()
        var rows = ResultTable(columns: ["sampling", "minibatch", "row", "first_event", "inputs", "targets"])
        var sizes = ResultTable(columns: [
            "sampling", "events", "batch", "steps", "dropped", "subsequences", "column_length", "minibatches",
        ])
        var dropped = 0
        for sampling in [TrainingSettings.Sampling.sequential, .random] {
            let settings = training(sampling)
            let pairs = zip(settings.minibatches(of: events, epoch: 0), numbered(settings))
            for (number, (minibatch, places)) in pairs.prefix(Self.shown).enumerated() {
                for row in 0..<minibatch.rows {
                    let (inputs, targets) = minibatch.words(ofRow: row, word)
                    rows.append([
                        .text(sampling.rawValue), .integer(number + 1), .integer(row + 1),
                        .integer(Int(places.targets[row]) + 1),
                        .list(inputs.map { .text($0.shownToken) }), .list(targets.map { .text($0.shownToken) }),
                    ])
                }
            }
            let cut = places(settings)
            let steps = min(settings.steps, events.count)
            if sampling == .random { dropped = cut.first }
            sizes.append([
                .text(sampling.rawValue), .integer(events.count), .integer(min(settings.batch, events.count)),
                .integer(steps), sampling == .random ? .integer(dropped) : .null,
                sampling == .random ? .integer(cut.rows) : .null,
                sampling == .random ? .null : .integer(events.count / min(settings.batch, events.count)),
                .integer(cut.minibatches),
            ])
        }
        let (total, steps) = (NumberText.grouped(events.count), min(training(.random).steps, events.count))
        let pieces = NumberText.counted((events.count - dropped) / steps, "piece")
        return WalkScene(
            answer: "Train is one row of T = \(total) events; cut at random with n = \(steps) and the offset "
                + "d = \(dropped) that this seed draws, it is m = ⌊(T − d)/n⌋ = ⌊(\(total) − \(dropped))/\(steps)⌋ = "
                + "\(pieces).",
            rows: rows, further: [.init("sizes", .list(sizes.objects))],
            blocks: [
                .table(rows, named: "minibatches"),
                .paragraph(
                    "The targets are the inputs one event later: each event is predicted from those before it, the "
                        + "first from </s>. Sequential: the text in B columns, read side by side, and row 1 of "
                        + "minibatch 2 goes on where row 1 of minibatch 1 ended, so that the state can be carried; training empties that "
                        + "of one row in a hundred at each minibatch, drawn at random, so that a network can begin anywhere. "
                        + "Random: the first d events are dropped, the pieces are shuffled, and each begins with an "
                        + "empty state."),
                .table(sizes, named: "sizes"),
            ], pointer: WalkPointer(station: .minibatches))
    }

    /// The minibatches of the numbers of the events, from 0, in place of the events: they tell where each row begins.
    private func numbered(_ settings: TrainingSettings) -> AnyIterator<Minibatch> {
        settings.minibatches(of: Array(0..<UInt32(events.count)), epoch: 0)
    }

    /// The first event that an epoch predicts, and how many rows and minibatches it has.
    private func places(_ settings: TrainingSettings) -> (first: Int, rows: Int, minibatches: Int) {
        var places = (first: Int.max, rows: 0, minibatches: 0)
        for minibatch in numbered(settings) {
            places.first = min(places.first, minibatch.targets.prefix(minibatch.rows).map { Int($0) }.min() ?? .max)
            places.rows += minibatch.rows
            places.minibatches += 1
        }
        return places
    }
}

extension Minibatch {
    /// The words of a row, step after step.
    func words(ofRow row: Int, _ word: (UInt32) -> String) -> (inputs: [String], targets: [String]) {
        let places = (0..<steps).map { $0 * rows + row }
        return (places.map { word(inputs[$0]) }, places.map { word(targets[$0]) })
    }
}
