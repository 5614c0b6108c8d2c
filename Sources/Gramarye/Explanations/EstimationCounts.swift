internal import LanguageModeling
internal import NgramModels
internal import Synchronization

/// The counts that models estimated here were made of, made anew where a formula is to show them: a model keeps
/// probabilities alone.
final class EstimationCounts: Sendable {
    private let shelf: ModelShelf
    private let byOrder = Mutex<[Int: NgramCounts]>([:])

    init(_ shelf: ModelShelf) { self.shelf = shelf }

    /// - Parameter vocabulary: of the model, the same each time.
    func counts(order: Int, vocabulary: ModelVocabulary) throws -> NgramCounts {
        if let counts = byOrder.withLock({ $0[order] }) { return counts }
        let counts = try shelf.trainCounts(order: order, vocabulary: vocabulary)
        byOrder.withLock { $0[order] = counts }
        return counts
    }
}
