internal import Foundation
public import LanguageModeling
internal import LinearAlgebra
internal import Statistics
internal import Tokenization

/// The training of a network: a sequence of events that the caller pulls.
///
///     let training = try NetworkTraining(architecture, settings, vocabulary: vocabulary, train: train, valid: valid)
///     while let event = try training.next() {
///         if case .epoch(let result) = event { save(training.savedModel()) }
///     }
///     let model = training.model(named: "elman")
///
/// The same settings and seed give the same weights, whatever the number of threads.
public final class NetworkTraining {
    public let architecture: NetworkArchitecture
    public let settings: TrainingSettings
    public let vocabulary: ModelVocabulary
    /// Which way the network reads the texts.
    public let direction: ReadingDirection
    /// Of the text that is trained on: see `EncodedText.fingerprint`.
    package let trainFingerprint: String
    /// Whether a comparison began it, which finds it again if it was interrupted.
    package var isForComparison = false
    /// The preset that a comparison began it by.
    package var comparisonPreset: NetworkPreset?
    /// The learning curve so far.
    public internal(set) var epochs: [EpochResult] = []

    private let trainEvents: [UInt32]
    let validEvents: [UInt32]
    private let timeLimit: Double?
    /// Whether the time limit ended an epoch before its end.
    private(set) var isCutShort = false
    let pool: ThreadPool
    let threads: Int

    package let parameters: Parameters<Float>
    let best: Parameters<Float>
    let optimizer: Optimizer<Float>
    private let pass: GradientPass<Float>
    /// What to go back to should the loss grow without bound.
    private let safe: Parameters<Float>
    private var safeState: OptimizerState<Float>?

    /// What plateaus and divergence have left of the learning rate.
    var rateFactor = 1.0
    var cuts = 0
    var bestLoss = Double.infinity
    var bestEpoch = 0
    var epochsSinceBest = 0
    private var minibatches: AnyIterator<Minibatch>?
    private var running = EpochSums()
    var secondsBefore = 0.0
    /// Whether there is nothing more to do.
    var isOver = false
    private var note: String?
    private var recoveries = 0
    /// Whether training ended because its numbers were none any more.
    package private(set) var hasExploded = false
    /// Whether every step is kept for `takeSteps`.
    package var keepsSteps = false
    private var steps: [TrainingStep] = []

    private struct EpochSums {
        var loss = 0.0
        var events = 0
        var steps = 0
        var norms = 0.0
        var clipped = 0
        var seconds = 0.0
    }

    /// - Parameters:
    ///   - direction: which way the network reads the streams, which are given in the order of the text.
    ///   - timeLimit: seconds of training after which the current epoch is cut short and is the last.
    ///   - threads: at most this many work; the result does not depend on it.
    public init(
        _ architecture: NetworkArchitecture, _ settings: TrainingSettings, vocabulary: ModelVocabulary,
        train: EncodedText, valid: EncodedText, direction: ReadingDirection = .forward, timeLimit: Double? = nil,
        threads: Int = 1
    ) throws(NetworkError) {
        try architecture.validate(vocabularySize: vocabulary.size)
        try settings.validate()
        guard train.count > 0 else { throw .noEvents(.train) }
        guard valid.count > 0 else { throw .noEvents(.valid) }
        if architecture.embedding == nil, settings.embeddingDropout ?? 0 > 0 {
            throw .conflict(.oneHotDropout)
        }
        if architecture.activation != .tanh, !architecture.cell.takesActivation {
            throw .conflict(.activation(architecture.cell))
        }
        if settings.variational, settings.dropoutRates.areZero { throw .conflict(.variationalWithoutDropout) }
        let sizes = GradientPass<Float>.Sizes(settings, events: train.count)
        try NetworkMemory(architecture, sizes, settings.optimizer, vocabularySize: vocabulary.size).check()
        self.architecture = architecture
        self.settings = settings
        self.vocabulary = vocabulary
        self.direction = direction
        trainFingerprint = train.fingerprint
        self.timeLimit = timeLimit
        self.threads = threads
        trainEvents = train.read(direction).words.map(WordClass.of)
        validEvents = valid.read(direction).words.map(WordClass.of)
        pool = ThreadPool(threads: threads)
        let layout = ParameterLayout(
            architecture, vocabularySize: vocabulary.size,
            ranks: architecture.cutoffs == nil
                ? [] : ParameterLayout.ranks(ofClasses: vocabulary.size, in: trainEvents))
        parameters = Parameters(layout)
        best = Parameters(layout)
        safe = Parameters(layout)
        parameters.initialize(seed: settings.seed)
        best.copy(from: parameters)
        optimizer = Optimizer(layout, settings: settings, pool: pool)
        pass = GradientPass(parameters, sizes: sizes, pool: pool)
    }

    public var parameterCount: Int { parameters.layout.parameterCount }

    /// The seconds spent on training so far, evaluation left out.
    public var seconds: Double { secondsBefore + running.seconds }

    /// The next event; `nil` when training has ended.
    public func next() throws(NetworkError) -> TrainingEvent? {
        if let note {
            self.note = nil
            return .note(note)
        }
        if isOver { return nil }
        if minibatches == nil {
            guard epochs.count < settings.epochs, epochs.isEmpty || seconds < timeLimit ?? .infinity else {
                isOver = true
                return nil
            }
            beginEpoch()
        }
        let start = ContinuousClock.now
        let secondsAtStart = running.seconds
        while var minibatch = minibatches!.next() {
            minibatch.number = optimizer.stepsTaken
            minibatch.restarts = drawRestarts(rows: minibatch.rows)
            let loss = pass.run(minibatch)
            let isCut =
                settings.clipValue > 0
                && optimizer.clip(pass.gradient, tableRows: pass.tableRows, to: settings.clipValue)
            let norm = optimizer.norm(of: pass.gradient, tableRows: pass.tableRows)
            running.seconds = secondsAtStart + (ContinuousClock.now - start) / .seconds(1)
            let events = minibatch.steps * minibatch.rows
            let factor = settings.clippingFactor(ofNorm: norm)
            if keepsSteps {
                steps.append(
                    TrainingStep(
                        epoch: epochs.count + 1, step: optimizer.stepsTaken + 1, loss: loss / Double(events),
                        gradientNorm: norm, isClipped: factor < 1 || isCut, learningRate: learningRate,
                        attempt: recoveries + 1))
            }
            guard norm.isFinite, isBounded(loss / Double(events)) else { return try diverge(norm: norm) }
            optimizer.step(
                parameters, gradient: pass.gradient, tableRows: pass.tableRows,
                scale: factor,
                learningRate: learningRate * lengthFactor(of: minibatch))
            running.loss += loss
            running.events += events
            running.steps += 1
            running.norms += norm
            running.clipped += factor < 1 || isCut ? 1 : 0
            running.seconds = secondsAtStart + (ContinuousClock.now - start) / .seconds(1)
            if let timeLimit, seconds >= timeLimit {
                isCutShort = minibatches!.next() != nil
                break
            }
            if running.seconds - secondsAtStart >= 0.1 { return .progress(progress) }
        }
        return try endEpoch()
    }

    // MARK: Epochs

    private func beginEpoch() {
        minibatches = settings.minibatches(of: trainEvents, epoch: epochs.count)
        running = EpochSums()
        safe.copy(from: parameters)
        safeState = optimizer.state(with: parameters)
    }

    /// One row in a hundred starts anew before each step. Where the state is carried through an epoch, a network would
    /// else meet a fresh state only once, and can come to depend on one that thousands of steps have built up.
    private func drawRestarts(rows: Int) -> Set<Int> {
        var random = SeededGenerator(seed: settings.seed).fork(3).fork(optimizer.stepsTaken)
        return Set((0..<rows).filter { _ in random.uniform() < 0.01 })
    }

    private func endEpoch() throws(NetworkError) -> TrainingEvent {
        let loss = validLoss()
        guard isBounded(loss) else { return try diverge(norm: nil) }
        let result = EpochResult(
            epoch: epochs.count + 1, trainLoss: running.loss / Double(max(1, running.events)), validLoss: loss,
            tokensPerSecond: Double(running.events) / max(running.seconds, 1e-9), seconds: running.seconds,
            learningRate: learningRate, gradientNorm: running.norms / Double(max(1, running.steps)),
            clippedShare: Double(running.clipped) / Double(max(1, running.steps)),
            recoveries: recoveries > 0 ? recoveries : nil)
        epochs.append(result)
        recoveries = 0
        secondsBefore += running.seconds
        running = EpochSums()
        minibatches = nil
        if loss < bestLoss {
            best.copy(from: judgedParameters)
            (bestLoss, bestEpoch, epochsSinceBest) = (loss, result.epoch, 0)
        } else {
            epochsSinceBest += 1
            if case .plateau(let factor) = settings.schedule { rateFactor *= factor }
        }
        if optimizer.average == nil, settings.beginsAveraging(after: epochs.map(\.validLoss)) {
            optimizer.beginAveraging()
            note = "From epoch \(epochs.count + 1) on, the mean of the weights over all steps since is judged and kept."
        }
        if let patience = settings.patience, epochsSinceBest >= patience { isOver = true }
        if let timeLimit, seconds >= timeLimit { isOver = true }
        return .epoch(result)
    }

    private var learningRate: Double {
        let done = Double(epochs.count) + Double(running.events) / Double(trainEvents.count)
        return rateFactor
            * settings.learningRate(
                progress: done / Double(settings.epochs), epoch: epochs.count + 1, step: optimizer.stepsTaken)
    }

    /// A window of variable length is a share of a usual one's step.
    private func lengthFactor(of minibatch: Minibatch) -> Double {
        settings.sampling == .variable ? Double(minibatch.steps) / Double(min(settings.steps, trainEvents.count)) : 1
    }

    private var progress: TrainingProgress {
        TrainingProgress(
            epoch: epochs.count + 1, events: running.events, eventsInEpoch: trainEvents.count,
            tokensPerSecond: Double(running.events) / max(running.seconds, 1e-9),
            trainPerplexity: exp(running.loss / Double(max(1, running.events))))
    }

    // MARK: Divergence

    /// A loss twice that of guessing, and more, is no spike of a training that goes well.
    private var lossBound: Double { 2 * log(Double(vocabulary.size)) + 5 }

    /// Who does not recover goes on while there are numbers, and losses such as can be saved.
    private func isBounded(_ loss: Double) -> Bool { loss < (settings.recovers ? lossBound : 1e6) }

    /// - Parameter norm: of the gradient with which it happened; `nil` where that was well and the loss on valid is not.
    private func diverge(norm: Double?) throws(NetworkError) -> TrainingEvent {
        if settings.recovers { return try recover() }
        (isOver, hasExploded) = (true, true)
        let steps = optimizer.stepsTaken
        let place = "in epoch \(epochs.count + 1), after \(steps) step\(steps == 1 ? "" : "s")"
        return .note(
            (norm.map {
                $0.isFinite
                    ? "The loss of a minibatch was above a million nats, or no number, \(place)"
                    : "The norm of the gradient was \($0.told) \(place)"
            }
                ?? "The loss on valid was above a million nats, or no number, \(place)")
                + ": it exploded, and training ends here. "
                + (bestEpoch == 0
                    ? "No epoch was complete, so nothing is saved." : "The weights of epoch \(bestEpoch) are kept."))
    }

    /// The steps since this was last asked.
    package func takeSteps() -> [TrainingStep] {
        defer { steps = [] }
        return steps
    }

    /// Goes back to the beginning of the epoch with half the learning rate.
    private func recover() throws(NetworkError) -> TrainingEvent {
        cuts += 1
        recoveries += 1
        guard cuts <= 12 else { throw .diverged(learningRate: learningRate) }
        let rate = learningRate.told
        parameters.copy(from: safe)
        if let safeState { optimizer.restore(safeState) }
        rateFactor /= 2
        secondsBefore += running.seconds
        minibatches = nil
        running = EpochSums()
        return .note(
            "The loss grew without bound at a learning rate of \(rate); epoch \(epochs.count + 1) begins anew at half of it."
        )
    }
}

extension Double {
    /// For a sentence: three digits.
    var told: String { isFinite ? String(format: "%.3g", self) : isNaN ? "no number" : "infinite" }
}
