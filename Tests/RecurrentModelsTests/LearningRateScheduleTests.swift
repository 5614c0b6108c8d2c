import Foundation
import RecurrentModels
import TestSupport
import Testing

private func rates(
    _ schedule: TrainingSettings.Schedule, warmUp: Int = 0, at places: [(progress: Double, epoch: Int, step: Int)]
) -> [Double] {
    var settings = TrainingSettings(learningRate: 2, schedule: schedule)
    settings.warmUp = warmUp
    return places.map { settings.learningRate(progress: $0.progress, epoch: $0.epoch, step: $0.step) }
}

@Test("A constant rate stays, and a plateau's is left to the training")
func constantRate() {
    for schedule in [TrainingSettings.Schedule.constant, .plateau(factor: 0.5)] {
        #expect(rates(schedule, at: [(0, 1, 0), (0.7, 8, 1000), (1, 10, 2000)]) == [2, 2, 2])
    }
}

@Test("Decay multiplies the rate after every epoch from the one named on")
func decayedRate() {
    let epochs = (1...6).map { (progress: 0.0, epoch: $0, step: 9) }
    #expect(rates(.decay(factor: 0.5, from: 3), at: epochs) == [2, 2, 2, 1, 0.5, 0.25])
}

@Test("Half a cosine falls from the rate by 0.55 of it in the middle to a tenth, and stays there")
func cosineRate() {
    let found = rates(.cosine, at: [(0, 1, 0), (0.5, 1, 0), (1, 1, 0), (1.5, 1, 0)])
    for (rate, share) in zip(found, [1, 0.55, 0.1, 0.1]) { #expect(abs(rate - 2 * share) < 1e-12) }
}

@Test("Warm-up raises the rate from nothing in equal steps, on top of the schedule")
func warmedUpRate() {
    let steps = (0..<5).map { (progress: 0.0, epoch: 1, step: $0) }
    #expect(rates(.constant, warmUp: 4, at: steps) == [0.5, 1, 1.5, 2, 2])
    // The second of four steps, in an epoch of half the rate.
    let both = 2 * 0.5 * (2.0 / 4)
    #expect(rates(.decay(factor: 0.5, from: 1), warmUp: 4, at: [(0, 2, 1)]) == [both])
}

@Test("The optimizers' usual rates, schedules and decays of weights are taken with them, and others' are left")
func usualSettings() {
    var settings = TrainingSettings(learningRate: 0.004, schedule: .constant)
    settings.use(.adam)
    #expect(settings.schedule == .constant && settings.learningRate == 0.004)
    settings.use(.adamw)
    #expect(settings == TrainingSettings(optimizer: .adamw))
    #expect((settings.learningRate, settings.weightDecay) == (0.002, 0.01) && settings.schedule == .cosine)
    settings.use(.asgd)
    #expect((settings.learningRate, settings.weightDecay) == (1, 0) && settings.schedule == .constant)
}

/// What a database of before there was `Schedule` has of a training, but for the schedule's fields.
private func savedJSON(_ schedule: String) -> String {
    #"{"average_patience":5,"batch":4,"clip_norm":1,"clip_value":0,\#(schedule),"dropout":0.25,"epochs":6,"#
        + #""learning_rate":0.5,"momentum":0.5,"optimizer":"sgd","patience":3,"#
        + #""precision":"single","sampling":"variable","seed":7,"steps":8,"variational":true,"#
        + #""warm_up":20,"weight_decay":0.125}"#
}

@Test(
    "Settings of an older database are read, and written as they were",
    arguments: [
        (TrainingSettings.Schedule.constant, #""cosine":false,"decay_factor":1,"decay_from":1,"plateau_factor":1"#),
        (.cosine, #""cosine":true,"decay_factor":1,"decay_from":1,"plateau_factor":1"#),
        (.plateau(factor: 0.5), #""cosine":false,"decay_factor":1,"decay_from":1,"plateau_factor":0.5"#),
        (.decay(factor: 0.75, from: 3), #""cosine":false,"decay_factor":0.75,"decay_from":3,"plateau_factor":1"#),
    ])
func savedSettings(_ schedule: TrainingSettings.Schedule, _ fields: String) throws {
    var expected = TrainingSettings(
        optimizer: .sgd, learningRate: 0.5, batch: 4, steps: 8, sampling: .variable, epochs: 6, patience: 3,
        schedule: schedule, dropout: 0.25, variational: true, momentum: 0.5, weightDecay: 0.125, seed: 7)
    expected.warmUp = 20
    let json = Data(savedJSON(fields).utf8)
    let settings = try JSONDecoder().decode(TrainingSettings.self, from: json)
    #expect(settings == expected)
    let written = try JSONSerialization.jsonObject(with: JSONEncoder().encode(settings)) as? NSDictionary
    #expect(try written == JSONSerialization.jsonObject(with: json) as? NSDictionary)
}

@Test("What older versions did not have is its default; what all had must be there")
func olderSettings() throws {
    var fields =
        try JSONSerialization.jsonObject(with: JSONEncoder().encode(TrainingSettings(optimizer: .adamw)))
        as? [String: Any] ?? [:]
    for later in ["clip_value", "decay_factor", "decay_from", "warm_up", "average_patience", "precision"] {
        #expect(fields.removeValue(forKey: later) != nil)
    }
    let settings = try JSONDecoder().decode(
        TrainingSettings.self, from: JSONSerialization.data(withJSONObject: fields))
    #expect(settings == TrainingSettings(optimizer: .adamw))
    for name in fields.keys {
        var less = fields
        less[name] = nil
        let json = try JSONSerialization.data(withJSONObject: less)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(TrainingSettings.self, from: json) }
    }
}
