internal import RecurrentModels
internal import TestSupport
internal import Testing

@Test("Every preset makes a network of every cell, for a text of any size", arguments: NetworkPreset.allCases)
func presets(_ preset: NetworkPreset) throws {
    for vocabularySize in [40, 500, 1_937, 5_000, 20_000, 1_000_000] {
        for cell in [nil] + NetworkArchitecture.Cell.allCases {
            var before: TrainingSettings?
            for tokens in [0, 1, 27_445, 99_999, 100_000, 647_860, 5_000_000, 1_000_000_000, Int.max] {
                let (architecture, training) = preset.network(
                    trainTokens: tokens, vocabularySize: vocabularySize, cell: cell, seed: 7)
                try architecture.validate(vocabularySize: vocabularySize)
                try training.validate()
                #expect(training.seed == 7 && (cell == nil || architecture.cell == cell))
                // A larger text is read no more often, by no smaller steps, and needs no more dropout.
                if let before {
                    #expect(training.epochs <= before.epochs && training.batch >= before.batch)
                    #expect(training.dropout <= before.dropout)
                }
                before = training
            }
            #expect(before?.epochs == 1)
        }
    }
}

@Test("The epochs of a preset are what its budget allows, by hand")
func presetEpochs() {
    // The King James Bible: 3 gates of 128 units on 128 inputs and 128 units before; a head of a quarter of the words; a
    // tenth of the others, on a quarter of the units: 361,983 weights, 1e12/(647,860 · 361,983) = 4.26.
    let bible = NetworkPreset.tiny.network(trainTokens: 647_860, vocabularySize: 7_676)
    #expect(bible.architecture.cutoffs == [1_919] && bible.training.epochs == 4)
    #expect(bible.training.batch == 32 && bible.training.dropout == 0.2)
    // 4 · 256 · 512 + 256 · 7,676 = 2,489,344 weights of a full softmax: 1e13/(647,860 · 2,489,344) = 6.20.
    let small = NetworkPreset.small.network(trainTokens: 647_860, vocabularySize: 7_676)
    #expect(small.architecture.cutoffs == nil && small.training.epochs == 6 && small.training.dropout == 0.3)
    // The Time Machine could be read 105 times.
    let machine = NetworkPreset.tiny.network(trainTokens: 27_445, vocabularySize: 1_937)
    #expect(machine.architecture.cutoffs == nil && machine.training.epochs == 10)
    #expect(machine.training.batch == 8 && machine.training.dropout == 0.4)
    // A text of few words is none of characters.
    #expect(NetworkPreset.tiny.network(trainTokens: 3_000, vocabularySize: 400).training.dropout == 0.4)
    // Characters: nothing is dropped of a small network, and no embeddings of any.
    let characters = NetworkPreset.tiny.network(trainTokens: 916_609, vocabularySize: 41).training
    #expect(characters.dropout == 0 && characters.embeddingDropout == 0)
    #expect(NetworkPreset.medium.network(trainTokens: 916_609, vocabularySize: 41).training.dropout == 0.4)
}
