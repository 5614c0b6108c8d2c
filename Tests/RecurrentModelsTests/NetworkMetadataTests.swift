internal import LanguageModeling
internal import RecurrentModels
internal import Testing

/// As the database had it before what it says was one value.
private let savedSettings =
    #"{"architecture":{"activation":"tanh","cell":"lstm","embedding":4,"hidden":8,"layers":1,"state":"carried""#
    + #","tied":false},"training":{"average_patience":5,"batch":32,"clip_norm":1,"clip_value":0,"cosine":false,""#
    + #"decay_factor":0.75,"decay_from":2,"dropout":0,"embedding_dropout":0.25,"epochs":2,"learning_rate":1,"mom"#
    + #"entum":0,"optimizer":"asgd","plateau_factor":1,"precision":"single","sampling":"sequential","seed":7,"st"#
    + #"eps":35,"variational":false,"warm_up":0,"weight_decay":0},"vocabulary":{"min_count":2},"vocabulary_size""#
    + #":438}"#

private let savedMetrics =
    #"{"best_epoch":1,"checkpoint":{"best_epoch":1,"best_loss":5.5,"cuts":0,"epochs":[{"clipped_share":0,"epoc"#
    + #"h":1,"gradient_norm":0.125,"learning_rate":1,"seconds":0.5,"tokens_per_second":166201.5,"train_nll":6.25"#
    + #","valid_nll":5.5}],"epochs_since_best":0,"for_comparison":true,"optimizer_steps":10,"rate_factor":1},"pa"#
    + #"rameters":6110,"training_seconds":0.5,"valid_perplexity":352.25}"#

@Test("What an older database says of a network is read, and written as it was")
func savedMetadata() throws {
    let metadata = try NetworkMetadata(settings: savedSettings, metrics: savedMetrics)
    #expect(metadata.settings.architecture == NetworkArchitecture(cell: .lstm, hidden: 8, embedding: 4))
    #expect(metadata.settings.training?.schedule == .decay(factor: 0.75, from: 2))
    #expect(metadata.direction == .forward)
    // One epoch of two.
    #expect(metadata.isForComparison && metadata.isInterruptedForComparison)
    let again = metadata.model(parts: [])
    #expect(again.settings == savedSettings && again.metrics == savedMetrics)
}

@Test("Figures of a training that cannot be read take nothing from the network, but settings do")
func damagedMetadata() throws {
    let metadata = try NetworkMetadata(settings: savedSettings, metrics: "[]")
    #expect(!metadata.isForComparison && metadata.settings.vocabularySize == 438)
    #expect(throws: NetworkError.unreadable("the settings of the saved network cannot be read")) {
        try NetworkMetadata(settings: "{}", metrics: savedMetrics)
    }
}
