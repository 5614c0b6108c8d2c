internal import Foundation
internal import Storage

extension Corpus {
    /// The learning curve of a network of the database: the perplexity on valid after each epoch.
    public func validPerplexities(ofNetwork name: String) throws -> [Double] {
        try store.epochs(ofModel: name).map { exp($0.validLoss ?? .nan) }
    }
}
