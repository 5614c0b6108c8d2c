internal import Basics

/// Why there is no result to show.
package enum ExplorerError: Error, Sendable {
    /// The address says what cannot be.
    case badRequest(String, remedy: String? = nil)
    /// Nothing is at the address.
    case notFound(String, remedy: String? = nil)
    /// The page that asks may not.
    case refused(String, remedy: String? = nil)
    case methodNotAllowed

    var status: Int {
        switch self {
        case .badRequest: 400
        case .refused: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        }
    }

    var fact: String {
        switch self {
        case .badRequest(let fact, _), .notFound(let fact, _), .refused(let fact, _): fact
        case .methodNotAllowed: "Pages can be read here, and nothing else."
        }
    }

    var remedy: String? {
        switch self {
        case .badRequest(_, let remedy), .notFound(_, let remedy), .refused(_, let remedy): remedy
        case .methodNotAllowed: nil
        }
    }
}
