internal import Basics

/// Why there is no result to show.
package enum ExplorerError: Error, Sendable {
    /// The address says what cannot be.
    case badRequest(String, remedy: String? = nil)
    /// A setting has a value that it cannot have.
    ///
    /// - Parameters:
    ///   - name: in the address, and `label` on the page.
    ///   - problem: what goes on from “7”, as “is none of 1, 2, 3.”
    case badValue(String, name: String, label: String, problem: String, remedy: String? = nil)
    /// Nothing is at the address.
    case notFound(String, remedy: String? = nil)
    /// The page that asks may not.
    case refused(String, remedy: String? = nil)
    case methodNotAllowed

    var status: Int {
        switch self {
        case .badRequest, .badValue: 400
        case .refused: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        }
    }

    var fact: String {
        switch self {
        case .badRequest(let fact, _), .notFound(let fact, _), .refused(let fact, _): fact
        case .badValue(let value, let name, _, let problem, _): "\(name)=\(value) \(problem)"
        case .methodNotAllowed: "Pages can be read here, and nothing else."
        }
    }

    /// As a page tells it, whose reader knows the fields by their labels.
    var factInFields: String {
        if case .badValue(let value, _, let label, let problem, _) = self {
            "“\(label)”: \(value) \(problem)"
        } else {
            fact
        }
    }

    var remedy: String? {
        switch self {
        case .badRequest(_, let remedy), .notFound(_, let remedy), .refused(_, let remedy): remedy
        case .badValue(_, _, _, _, let remedy): remedy
        case .methodNotAllowed: nil
        }
    }
}
