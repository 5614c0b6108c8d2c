internal import Simulation
internal import Testing

/// A slice of the simulation among the benchmarks: bounds are wide enough for the few replicates, and narrow enough for
/// what they are there to catch.
@Suite struct SimulationTests {
    @Test(arguments: [
        Population.zeta(2.2, types: 1_500), .zeta(1.9, types: 1_500), .wholeRange(2, types: 1_000),
        .wholeRange(1.7, types: 3_000),
    ])
    func quotedIntervalsCoverTheExponent(population: Population) {
        let found = VerdictSimulation(population, replicates: 60, samples: 99, seed: 11, threads: 2)
        #expect(found.quoted > 40, "\(found.row)")
        // 90 % of 41 or more, less twice the deviation.
        #expect(Double(found.covered) >= 0.82 * Double(found.quoted), "\(found.row)")
    }

    @Test(arguments: [
        Population.zipfMandelbrot(a: 1, b: 0, ranks: 20_000, tokens: 15_000),
        .zipfMandelbrot(a: 1.1, b: 2.7, ranks: 100_000, tokens: 10_000),
        .zipfMandelbrot(a: 1.1, b: 2.7, ranks: 100_000, tokens: 500), .geometric(0.05, types: 1_500),
        .lognormal(1, 1.5, types: 1_500), .lognormal(0, 1, types: 1_500),
    ])
    func nothingIsQuotedWhereNoIntervalCovers(population: Population) {
        let found = VerdictSimulation(population, replicates: 40, samples: 99, seed: 12, threads: 2)
        #expect(found.quoted <= 2, "\(found.row)")
    }

    /// Nor where an xmin is asked for.
    @Test(arguments: [1, 4]) func askingForAnXminQuotesNothing(minimum: Int) {
        let found = VerdictSimulation(
            .zipfMandelbrot(a: 1, b: 0, ranks: 20_000, tokens: 30_000), minimum: minimum, replicates: 40, samples: 99,
            seed: 15, threads: 2)
        #expect(found.quoted <= 2, "\(found.row)")
    }

    @Test(arguments: [
        ComparisonSimulation.Text.documents(25, meanLength: 400), .documents(200, meanLength: 100),
        .long(events: 5_000, meanTopic: 40), .long(events: 20_000, meanTopic: 100),
    ])
    func equalModelsAreSeldomFoundDifferent(text: ComparisonSimulation.Text) {
        let found = ComparisonSimulation(text, replicates: 300, resamples: 199, seed: 13, threads: 2)
        // 15 expected; single segments would give 50 and more.
        #expect((3...30).contains(found.rejections), "\(found.row)")
        #expect(found.covered >= 270, "\(found.row)")
    }

    @Test func theProbabilityOfANewTypeIsCovered() {
        let found = NewTypeSimulation(
            .zipfMandelbrot(a: 1.1, b: 2.7, ranks: 20_000, tokens: 2_000), tokens: 2_000, replicates: 200, seed: 14,
            threads: 2)
        #expect((176...200).contains(found.covered), "\(found.row)")
    }
}
