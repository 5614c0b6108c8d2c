/// A step of a training: what one minibatch said before the weights were changed.
public struct TrainingStep: Sendable, Hashable {
    public let epoch: Int
    /// From 1, counted through all epochs; a step that was taken back has its number again.
    public let step: Int
    /// The mean of −ln P over the minibatch; infinite or no number when training explodes.
    public let loss: Double
    /// The norm of the gradient before it is clipped to a norm, after elements are cut to a value.
    public let gradientNorm: Double
    /// Whether it was clipped.
    public let isClipped: Bool
    public let learningRate: Double
    /// How often the epoch was begun by then: the steps of all but its last attempt were taken back.
    public let attempt: Int
}
