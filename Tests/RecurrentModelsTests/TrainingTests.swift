internal import Basics
internal import Foundation
internal import LanguageModeling
internal import RecurrentModels
internal import Statistics
internal import TestSupport
internal import Testing
internal import Tokenization

/// A text of characters as a stream, and its vocabulary.
func characters(_ text: String) -> (EncodedText, ModelVocabulary) {
    let letters = Array(Set(text)).map(String.init).sorted()
    let vocabulary = ModelVocabulary(words: letters, rule: .minimumCount(1))
    let words = text.map { vocabulary.id(of: String($0)) } + [2]
    return (EncodedText(words: words, characterCount: words.count), vocabulary)
}

let rhyme = """
    the miller had a daughter and the daughter had a mill and the mill it had a river and the river had a hill and \
    over all the hill there went a road that had no end and every morning down it came a stranger
    """

func run(_ training: NetworkTraining) throws -> [EpochResult] {
    while try training.next() != nil {}
    return training.epochs
}

/// Epochs without what a clock says.
func timeless(_ epochs: [EpochResult]) -> [EpochResult] {
    epochs.map { epoch in
        var epoch = epoch
        epoch.seconds = 0
        epoch.tokensPerSecond = 0
        return epoch
    }
}

/// A saved model in memory.
struct MemoryReader: SerializedModelReader {
    let saved: SerializedModel
    var kind: String { saved.kind }
    var settings: String { saved.settings }
    var metrics: String { saved.metrics }
    func byteCount(ofPart part: String) -> Int? { saved.parts.first { $0.name == part }?.bytes.count }
    func bytes(ofPart part: String, range: Range<Int>) -> [UInt8] {
        Array(saved.parts.first { $0.name == part }!.bytes[range])
    }
}

@Test(
    "Every cell learns a text of 200 characters by heart", arguments: NetworkArchitecture.Cell.allCases,
    TrainingSettings.Sampling.allCases)
func learnsByHeart(_ cell: NetworkArchitecture.Cell, _ sampling: TrainingSettings.Sampling) throws {
    let (stream, vocabulary) = characters(rhyme)
    // Sequential: one column, so that evaluation meets the states of training. Random subsequences begin anywhere.
    // The rhyme's windows of four letters have several ways to go on.
    let architecture = NetworkArchitecture(
        cell: cell, hidden: 64, embedding: 16, window: cell == .feedforward ? 10 : nil)
    let settings = TrainingSettings(
        learningRate: 0.01, batch: sampling == .sequential ? 1 : 4, steps: sampling == .sequential ? 20 : 40,
        sampling: sampling, epochs: sampling == .sequential ? 150 : 400)
    let training = try NetworkTraining(
        architecture, settings, vocabulary: vocabulary, train: stream, valid: stream)
    let epochs = try run(training)
    #expect(epochs.map { exp($0.validLoss) }.min()! < (sampling == .sequential ? 1.1 : 1.4))
    let evaluation = Evaluation(
        of: stream, logProbabilities: training.model(named: "rhyme").logProbabilities(of: stream))
    #expect(abs(log(evaluation.perplexity!) - epochs.map(\.validLoss).min()!) < 1e-9)
}

/// Averaging that begins before training is interrupted after epoch 3, or after it is resumed.
private func averaged(from epoch: Int) -> TrainingSettings {
    var settings = TrainingSettings(
        optimizer: .asgd, batch: 2, steps: 8, epochs: 6, dropout: 0.2, variational: true, momentum: 0.5)
    settings.averageFrom = epoch
    settings.warmUp = 20
    settings.schedule = .decay(factor: 0.9, from: 1)
    settings.clipValue = 0.01
    settings.embeddingDropout = 0.1
    return settings
}

@Test(
    "Resuming equals not stopping, bit for bit", arguments: [nil, [6, 12]],
    [
        TrainingSettings(batch: 4, steps: 8, epochs: 6, schedule: .constant),
        TrainingSettings(
            batch: 4, steps: 8, sampling: .random, epochs: 6, schedule: .plateau(factor: 0.5), dropout: 0.2),
        TrainingSettings(optimizer: .sgd, batch: 2, steps: 8, epochs: 6, schedule: .constant, momentum: 0.5),
        TrainingSettings(optimizer: .sgd, batch: 2, steps: 8, epochs: 6, schedule: .constant),
        TrainingSettings(optimizer: .adamw, batch: 4, steps: 8, sampling: .variable, epochs: 6, schedule: .constant),
        averaged(from: 2), averaged(from: 4),
    ])
func resume(_ cutoffs: [Int]?, _ settings: TrainingSettings) throws {
    let (stream, vocabulary) = characters(rhyme)
    let architecture = NetworkArchitecture(cell: .gru, hidden: 16, embedding: 8, cutoffs: cutoffs)
    let whole = try NetworkTraining(architecture, settings, vocabulary: vocabulary, train: stream, valid: stream)
    _ = try run(whole)
    var first = settings
    first.epochs = 3
    let begun = try NetworkTraining(architecture, first, vocabulary: vocabulary, train: stream, valid: stream)
    _ = try run(begun)
    let saved = begun.savedModel()
    let resumed = try NetworkTraining(
        resuming: MemoryReader(saved: saved), vocabulary: vocabulary, train: stream,
        valid: stream, epochs: 6, threads: 2)
    _ = try run(resumed)
    #expect(timeless(resumed.epochs) == timeless(whole.epochs))
    #expect(resumed.savedModel().parts.map(\.bytes) == whole.savedModel().parts.map(\.bytes))
}

@Test("A training that its time or patience ended does nothing more when it is taken up, unless more is asked for")
func endedTraining() throws {
    let (stream, vocabulary) = characters(rhyme)
    let architecture = NetworkArchitecture(hidden: 8, embedding: 4)
    func resumed(_ saved: SerializedModel, epochs: Int? = nil, timeLimit: Double? = nil) throws -> NetworkTraining {
        try NetworkTraining(
            resuming: MemoryReader(saved: saved), vocabulary: vocabulary, train: stream,
            valid: stream, epochs: epochs, timeLimit: timeLimit)
    }
    let limited = try NetworkTraining(
        architecture, TrainingSettings(batch: 4, epochs: 5), vocabulary: vocabulary, train: stream, valid: stream,
        timeLimit: 1e-9)
    #expect(try run(limited).count == 1)
    #expect(try run(resumed(limited.savedModel(), timeLimit: 1e-9)).count == 1)
    #expect(try resumed(limited.savedModel()).seconds == limited.seconds)
    #expect(try run(resumed(limited.savedModel())).count == 5)

    // A learning rate of nearly nothing makes nothing better for long.
    let patient = try NetworkTraining(
        architecture, TrainingSettings(optimizer: .sgd, learningRate: 1e-30, batch: 4, epochs: 9, patience: 2),
        vocabulary: vocabulary, train: stream, valid: stream)
    let count = try run(patient).count
    #expect(count < 9)
    #expect(try run(resumed(patient.savedModel())).count == count)
    #expect(try run(resumed(patient.savedModel(), epochs: count + 1)).count == count + 1)
}

@Test("A saved network reads back as it was", arguments: [nil, [6, 12]])
func saved(_ cutoffs: [Int]?) throws {
    let (stream, vocabulary) = characters(rhyme)
    let training = try NetworkTraining(
        .init(cell: .lstm, hidden: 16, cutoffs: cutoffs), TrainingSettings(batch: 4, epochs: 2),
        vocabulary: vocabulary, train: stream, valid: stream)
    _ = try run(training)
    var saved = training.savedModel()
    let model = try NetworkModel(name: "again", reader: MemoryReader(saved: saved), vocabulary: vocabulary)
    #expect(model.logProbabilities(of: stream) == training.model(named: "first").logProbabilities(of: stream))
    saved.parts[0].bytes.removeLast()
    #expect(throws: NetworkError.self) {
        try NetworkModel(name: "cut", reader: MemoryReader(saved: saved), vocabulary: vocabulary)
    }
    saved.settings = "{}"
    #expect(throws: NetworkError.self) {
        try NetworkModel(name: "other", reader: MemoryReader(saved: saved), vocabulary: vocabulary)
    }
}

@Test("Ranks are those of the counts, the lower class first of equals")
func ranks() {
    #expect(ParameterLayout.ranks(ofClasses: 5, in: [3, 3, 1, 4, 3, 4]) == [3, 2, 4, 0, 1])
}

@Test("Automatic cutoffs suit every vocabulary", arguments: [2, 3, 10, 4000, 10_000, 25_000, 33_278, 200_000])
func automaticCutoffs(size: Int) throws {
    let cutoffs = NetworkArchitecture.automaticCutoffs(vocabularySize: size)
    try NetworkArchitecture(cutoffs: cutoffs).validate(vocabularySize: size)
}

@Test("A learning rate that diverges is cut, and no weight is ever NaN", arguments: [1e3, 1e30])
func divergence(_ rate: Double) throws {
    let (stream, vocabulary) = characters(rhyme)
    let training = try NetworkTraining(
        .init(cell: .elman, activation: .relu, hidden: 32, embedding: 8),
        TrainingSettings(optimizer: .sgd, learningRate: rate, clipNorm: 0, batch: 4, steps: 8, epochs: 2),
        vocabulary: vocabulary, train: stream, valid: stream)
    var notes = 0
    let ended = Result {
        while let event = try training.next() {
            if case .note = event { notes += 1 }
        }
    }
    if case .failure = ended { #expect(notes == 12) }
    #expect(notes > 0)
    #expect(training.model(named: "m").logProbabilities(of: stream).allSatisfy { $0.isFinite })
}

@Test("Without recovery training ends where its numbers do, and every step is told")
func explosion() throws {
    let (stream, vocabulary) = characters(rhyme)
    func training(recovers: Bool) throws -> NetworkTraining {
        var settings = TrainingSettings(
            optimizer: .sgd, learningRate: 1e4, clipNorm: 0, batch: 4, steps: 8, epochs: 200, schedule: .constant)
        settings.recovers = recovers
        let training = try NetworkTraining(
            .init(cell: .elman, activation: .relu, hidden: 32, embedding: 8), settings, vocabulary: vocabulary,
            train: stream, valid: stream)
        training.keepsSteps = true
        return training
    }
    let exploding = try training(recovers: false)
    var (notes, steps) = ([String](), [TrainingStep]())
    while let event = try exploding.next() {
        if case .note(let note) = event { notes.append(note) }
        steps += exploding.takeSteps()
    }
    #expect(exploding.hasExploded && notes.count == 1 && notes[0].contains("exploded"))
    #expect(steps.map(\.step) == Array(1...steps.count))
    let last = try #require(steps.last)
    #expect(!last.gradientNorm.isFinite || !(last.loss < 1e6))
    #expect(steps.dropLast().allSatisfy { $0.gradientNorm.isFinite && $0.loss < 1e6 && $0.learningRate == 1e4 })
    #expect(exploding.epochs.allSatisfy { $0.recoveries == nil })

    // The same with recovery: an epoch that was completed says how often it was begun.
    let recovering = try training(recovers: true)
    var restarts = 0
    var completed: EpochResult?
    while completed == nil, let event = try recovering.next() {
        switch event {
        case .note: restarts += 1
        case .epoch(let epoch): completed = epoch
        case .progress: break
        }
    }
    let epoch = try #require(completed, "no epoch was completed")
    #expect(epoch.recoveries == restarts && restarts > 0 && !recovering.hasExploded)
}

@Test("The losses of the steps have the epoch's loss as their mean, and clipping is told of each")
func stepsOfATraining() throws {
    let (stream, vocabulary) = characters(rhyme)
    let training = try NetworkTraining(
        .init(hidden: 8, embedding: 4),
        TrainingSettings(clipNorm: 0.5, batch: 4, steps: 8, sampling: .random, epochs: 1), vocabulary: vocabulary,
        train: stream, valid: stream)
    training.keepsSteps = true
    var steps: [TrainingStep] = []
    while try training.next() != nil { steps += training.takeSteps() }
    let epoch = try #require(training.epochs.first)
    expectClose(steps.map(\.gradientNorm).reduce(0, +) / Double(steps.count), epoch.gradientNorm, 1e-9)
    #expect(steps.allSatisfy { $0.isClipped == ($0.gradientNorm > 0.5) && $0.epoch == 1 })
    expectClose(Double(steps.count { $0.isClipped }) / Double(steps.count), epoch.clippedShare, 1e-12)
    // Windows of equal length weigh alike, but for the last, which may be shorter.
    #expect(abs(steps.map(\.loss).reduce(0, +) / Double(steps.count) - epoch.trainLoss) < 0.1)
}

@Test("A saved training whose settings or figures no training can have is refused")
func damagedTrainings() throws {
    let (stream, vocabulary) = characters(rhyme)
    let training = try NetworkTraining(
        .init(hidden: 8, embedding: 4), .init(batch: 4, epochs: 2), vocabulary: vocabulary, train: stream,
        valid: stream)
    _ = try run(training)
    let saved = training.savedModel()
    func resume(_ settings: String, _ metrics: String) throws {
        let changed = SerializedModel(kind: saved.kind, settings: settings, metrics: metrics, parts: saved.parts)
        _ = try NetworkTraining(
            resuming: MemoryReader(saved: changed), vocabulary: vocabulary, train: stream,
            valid: stream)
    }
    try resume(saved.settings, saved.metrics)
    func replaced(_ json: String, _ name: String, _ value: String) -> String {
        json.replacingOccurrences(
            of: "\"\(name)\":[-+0-9.e]+", with: "\"\(name)\":\(value)", options: .regularExpression)
    }
    for (name, value) in [
        ("tokens_per_second", "1e300"), ("tokens_per_second", "-1"), ("seconds", "1e300"), ("train_nll", "1e300"),
        ("valid_nll", "-1"), ("learning_rate", "-1"), ("gradient_norm", "-1"), ("clipped_share", "2"),
        ("best_loss", "1e300"), ("training_seconds", "-1"), ("optimizer_steps", "9223372036854775807"),
    ] {
        let metrics = replaced(saved.metrics, name, value)
        try #require(metrics != saved.metrics, "\(name)")
        #expect(throws: NetworkError.unreadable("its training contradicts itself"), "\(name) \(value)") {
            try resume(saved.settings, metrics)
        }
    }
    for (name, value) in [
        ("epochs", "9223372036854775807"), ("epochs", "0"), ("steps", "0"), ("warm_up", "-1"),
        ("average_patience", "-1"),
    ] {
        let settings = replaced(saved.settings, name, value)
        try #require(settings != saved.settings, "\(name)")
        let error = #expect(throws: NetworkError.self) { try resume(settings, saved.metrics) }
        #expect(error?.fact.contains("settings of its training make no sense") == true, "\(error?.fact ?? "")")
    }
}

@Test("How far a training is, is counted without overflow")
func progressOfEpochs() {
    var now = TrainingProgress(epoch: 3, events: 7, eventsInEpoch: 10, tokensPerSecond: 1, trainPerplexity: 1)
    #expect(now.eventsDone == 2 * 10 + 7 && now.events(ofEpochs: 5) == 50)
    now.epoch = .max
    #expect(now.eventsDone == .max && now.events(ofEpochs: .max) == .max)
}

@Test("Settings that make no sense are refused")
func refusals() throws {
    let (stream, vocabulary) = characters(rhyme)
    func make(
        _ architecture: NetworkArchitecture = .init(), _ settings: TrainingSettings = .init(), valid: EncodedText? = nil
    ) throws {
        _ = try NetworkTraining(
            architecture, settings, vocabulary: vocabulary, train: stream, valid: valid ?? stream)
    }
    #expect(throws: NetworkError.self) { try make(.init(hidden: 0)) }
    #expect(throws: NetworkError.self) { try make(.init(layers: 0)) }
    #expect(throws: NetworkError.self) { try make(.init(embedding: 0)) }
    #expect(throws: NetworkError.self) { try make(.init(cell: .feedforward, window: 0)) }
    #expect(throws: NetworkError.self) { try make(.init(cell: .lstm, window: 2)) }
    #expect(throws: NetworkError.self) { try make(.init(hidden: 8, embedding: 4, tied: true)) }
    for cutoffs in [[], [0], [5, 5], [9, 3], [vocabulary.size]] {
        #expect(throws: NetworkError.self) { try make(.init(cutoffs: cutoffs)) }
    }
    #expect(throws: NetworkError.self) { try make(.init(), .init(learningRate: .nan)) }
    #expect(throws: NetworkError.self) { try make(.init(), .init(learningRate: 0)) }
    #expect(throws: NetworkError.self) { try make(.init(), .init(clipNorm: -1)) }
    #expect(throws: NetworkError.self) { try make(.init(), .init(dropout: 1)) }
    #expect(throws: NetworkError.self) { try make(.init(), .init(patience: 0)) }
    for change: (inout TrainingSettings) -> Void in [
        { $0.clipValue = -1 }, { $0.embeddingDropout = 1 }, { $0.outputDropout = -0.1 }, { $0.warmUp = -1 },
        { $0.schedule = .decay(factor: 0, from: 1) }, { $0.schedule = .decay(factor: 0.5, from: 0) },
        { $0.schedule = .plateau(factor: 1.5) }, { $0.averageFrom = 3 }, { $0.momentum = 0.5 },
        { $0.weightDecay = .infinity },
    ] {
        var settings = TrainingSettings()
        change(&settings)
        #expect(throws: NetworkError.self) { try make(.init(), settings) }
    }
    var embeddingDropout = TrainingSettings()
    embeddingDropout.embeddingDropout = 0.1
    #expect(throws: NetworkError.self) { try make(.init(embedding: nil), embeddingDropout) }
    for size in [1_000_000_000, Int.max / 4, Int.max] {
        #expect(throws: NetworkError.self) { try make(.init(hidden: size)) }
        #expect(throws: NetworkError.self) { try make(.init(layers: size, hidden: 4)) }
        #expect(throws: NetworkError.self) { try make(.init(hidden: 4, embedding: size)) }
    }
    // No text fills such a batch or such windows: they are cut to what it has.
    let most = 1_000_000_000
    for sampling in TrainingSettings.Sampling.allCases {
        for size in [most, .max / 4, .max] {
            try make(
                .init(hidden: 4), .init(batch: size, steps: size, sampling: sampling, epochs: most, patience: most))
        }
    }
    for change: (inout TrainingSettings) -> Void in [
        { $0.epochs = most + 1 }, { $0.epochs = .max },
        { $0.patience = .max }, { $0.warmUp = .max }, { $0.schedule = .decay(factor: 0.5, from: .max) },
        { $0.averagePatience = .max },
        { $0.averagePatience = -1 }, { ($0.optimizer, $0.averageFrom) = (.asgd, .max) },
    ] {
        var settings = TrainingSettings()
        change(&settings)
        let error = #expect(throws: NetworkError.self) { try make(.init(hidden: 4), settings) }
        if settings.averagePatience == 5 { #expect(error?.remedy?.hasSuffix("at most 1,000,000,000.") == true) }
    }
    #expect(throws: NetworkError.noEvents(.valid)) {
        try make(valid: EncodedText(words: [], characterCount: 0))
    }
}

@Test("A text shorter than a batch, and a vocabulary of one type, train")
func smallTexts() throws {
    for text in ["ab", "aaaa", "a"] {
        let (stream, vocabulary) = characters(text)
        for sampling in TrainingSettings.Sampling.allCases {
            let training = try NetworkTraining(
                .init(hidden: 8), TrainingSettings(sampling: sampling, epochs: 2), vocabulary: vocabulary,
                train: stream, valid: stream)
            #expect(try run(training).count == 2)
        }
    }
}

@Test("Of a single epoch nobody knows whether valid still falls, and nothing else is said")
func singleEpoch() throws {
    let (stream, vocabulary) = characters(rhyme)
    func notes(epochs: Int) throws -> String {
        let training = try NetworkTraining(
            .init(hidden: 8), TrainingSettings(epochs: epochs), vocabulary: vocabulary, train: stream, valid: stream)
        _ = try run(training)
        return training.notes.joined(separator: "; ")
    }
    let single = try notes(epochs: 1)
    #expect(single.contains("after a single epoch") && single.contains("is not known"), "\(single)")
    #expect(!single.contains("still fell"))
    #expect(try notes(epochs: 2).contains("still fell, by "))
}

@Test("Averaged weights are said to be, judged and kept")
func averagedWeights() throws {
    let (stream, vocabulary) = characters(rhyme)
    let training = try NetworkTraining(
        .init(cell: .gru, hidden: 16, embedding: 8), averaged(from: 2), vocabulary: vocabulary, train: stream,
        valid: stream)
    var notes: [String] = []
    while let event = try training.next() {
        if case .note(let note) = event { notes.append(note) }
    }
    #expect(notes.count == 1 && notes[0].contains("epoch 3"))
    let best = training.epochs.map(\.validLoss).min()!
    let kept = training.model(named: "averaged").logProbabilities(of: stream).reduce(0, +) / Double(stream.count)
    #expect(abs(best + kept) < 1e-9)
    #expect(abs(training.epochs.last!.validLoss - log(training.validPerplexity())) < 1e-12)
}

@Test("Patience ends training, a time limit cuts it short")
func ends() throws {
    let (stream, vocabulary) = characters(rhyme)
    let noise = randomStream(vocabulary: vocabulary.size, count: 500, seed: 1)
    let patient = try NetworkTraining(
        .init(hidden: 32), TrainingSettings(learningRate: 0.05, epochs: 200, patience: 2), vocabulary: vocabulary,
        train: stream, valid: noise)
    let epochs = try run(patient)
    #expect(epochs.count < 200)
    let best = epochs.min { $0.validLoss < $1.validLoss }!.epoch
    #expect(epochs.count == best + 2)
    let limited = try NetworkTraining(
        .init(hidden: 32), TrainingSettings(epochs: 1000), vocabulary: vocabulary, train: stream, valid: noise,
        timeLimit: 0)
    #expect(try run(limited).count == 1)
}
