internal import GRDB

/// One pass over the training text, as the learning curve has it.
package struct EpochRecord: Sendable, Hashable {
    package var epoch: Int
    /// Nats an event.
    package var trainLoss: Double?
    /// Nats an event.
    package var validLoss: Double?
    package var seconds: Double?
    package var learningRate: Double?
    package var gradientNorm: Double?
    package var clippedShare: Double?

    package init(
        epoch: Int, trainLoss: Double?, validLoss: Double?, seconds: Double?, learningRate: Double?,
        gradientNorm: Double?, clippedShare: Double?
    ) {
        self.epoch = epoch
        self.trainLoss = trainLoss
        self.validLoss = validLoss
        self.seconds = seconds
        self.learningRate = learningRate
        self.gradientNorm = gradientNorm
        self.clippedShare = clippedShare
    }
}

extension EpochRecord {
    init(row: StoredRow) throws {
        try self.init(
            epoch: row.count(0), trainLoss: row.number(1), validLoss: row.number(2), seconds: row.number(3),
            learningRate: row.number(4), gradientNorm: row.number(5), clippedShare: row.number(6))
    }

    func insert(model: Int64, in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO epoch VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                model, epoch, trainLoss, validLoss, seconds, learningRate, gradientNorm, clippedShare,
            ])
    }
}
