internal import Tokenization

/// A model as a user names it: `mkn:5`, `lidstone:2:0.5`, the name of a saved model, or a mixture such as
/// `mkn:5+cache+lstm`.
public struct ModelName: Sendable, Hashable {
    /// What a mixture is made of, in the order given; one for a plain model.
    public let components: [Component]

    /// A model of its own, or a cache.
    public enum Component: Sendable, Hashable {
        /// Estimated from the train split's counts.
        case ngram(NgramModelName)
        /// The unigram of the recent history; never alone.
        case cache
        /// The words of the recent history by how alike the states of the mixture's network were; never alone.
        case neuralCache
        /// A trained network, a saved or an imported model of the database.
        case saved(String)
    }

    public init(components: [Component]) {
        precondition(!components.isEmpty)
        self.components = components
    }

    /// - Throws: `ModelNameError` for a name that no model can have.
    public init(parsing text: String) throws(ModelNameError) {
        var components: [Component] = []
        for part in text.split(separator: "+", omittingEmptySubsequences: false) {
            guard !part.isEmpty else { throw ModelNameError.emptyPart(of: text) }
            let component = try Component(parsing: String(part))
            guard !components.contains(component) else { throw ModelNameError.repeated(String(part), in: text) }
            components.append(component)
        }
        guard components != [.cache] else { throw ModelNameError.cacheAlone }
        // An n-gram model has no states; whether a saved model is a network is found out when it is read.
        if components.contains(.neuralCache),
            !components.contains(where: { if case .saved = $0 { true } else { false } })
        {
            throw ModelNameError.noStates(text)
        }
        self.init(components: components)
    }

    /// Whether the model is a mixture of several.
    package var isMixture: Bool { components.count > 1 }

    /// Whether the model is made when it is asked for, of no saved one.
    package var isEstimated: Bool {
        components.allSatisfy { if case .saved = $0 { false } else { true } }
    }

    /// Checks a name that a user gives to a model of the database.
    ///
    /// - Throws: `ModelNameError` if it has a reserved character or is that of a method.
    package static func checkUserName(_ name: String) throws(ModelNameError) {
        let reserved = name.contains { ":+,".contains($0) || $0.isNewline }
        if name.isEmpty || reserved || name.trimmingASCIISpace != name {
            throw ModelNameError.reservedCharacter(name)
        }
        let method = SmoothingMethod(spelling: name)
        if method != nil || Component.isCache(name) || Component.isNeuralCache(name) {
            throw ModelNameError.reservedName(name, method)
        }
    }
}

extension ModelName: CustomStringConvertible {
    /// The name in its standard spelling.
    public var description: String { components.map(\.description).joined(separator: "+") }
}

extension ModelName: ExpressibleByStringLiteral {
    /// A name written into a program, as in `corpus.comparisonReport(of: ["mkn:5", "laplace:2"])`.
    ///
    /// - Precondition: it is one that a model can have; for what a user writes there is `init(parsing:)`.
    public init(stringLiteral text: String) {
        do { try self.init(parsing: text) } catch { preconditionFailure("\(error)") }
    }
}

extension ModelName.Component: CustomStringConvertible {
    init(parsing text: String) throws(ModelNameError) {
        if Self.isCache(text) {
            self = .cache
        } else if Self.isNeuralCache(text) {
            self = .neuralCache
        } else if text.contains(":") || SmoothingMethod(spelling: text) != nil {
            self = .ngram(try NgramModelName(parsing: text))
        } else {
            self = .saved(text)
        }
    }

    static func isCache(_ text: String) -> Bool { text.lowercased() == "cache" }

    static func isNeuralCache(_ text: String) -> Bool { text.lowercased() == "neural-cache" }

    /// Whether it is made of the recent history, beside the other components.
    package var isMadeBesideOthers: Bool { self == .cache || self == .neuralCache }

    public var description: String {
        switch self {
        case .ngram(let name): name.description
        case .cache: "cache"
        case .neuralCache: "neural-cache"
        case .saved(let name): name
        }
    }
}

/// An n-gram model by method, order and the method's parameter.
public struct NgramModelName: Sendable, Hashable, CustomStringConvertible {
    public let method: SmoothingMethod
    /// N: the model sees the N − 1 words before.
    public let order: Int
    /// K of Lidstone, E of Dirichlet; `nil` for the other methods.
    public let parameter: Double?

    /// The orders that can be named: a larger number is a slip, and what is made of it takes long.
    static let orders = 1...1_000_000_000

    /// - Precondition: `order ≥ 1`; a parameter is given exactly where the method takes one, positive and finite.
    public init(_ method: SmoothingMethod, order: Int, parameter: Double? = nil) {
        precondition(order >= 1 && (parameter == nil) == (method.parameterMeaning == nil))
        precondition(parameter.map { $0 > 0 && $0.isFinite } ?? true)
        self.method = method
        self.order = order
        self.parameter = parameter
    }

    public init(parsing text: String) throws(ModelNameError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let method = SmoothingMethod(spelling: parts[0]) else { throw ModelNameError.unknownMethod(text) }
        guard parts.count > 1 else { throw ModelNameError.noOrder(method) }
        guard let order = Int(parts[1]), Self.orders.contains(order) else {
            throw ModelNameError.badOrder(parts[1], method)
        }
        var parameter: Double?
        if let meaning = method.parameterMeaning {
            guard parts.count > 2 else { throw ModelNameError.noParameter(method, order: order, meaning: meaning) }
            parameter = Double(parts[2])
            guard let number = parameter, number > 0, number.isFinite else {
                throw ModelNameError.badParameter(parts[2], method, order: order, meaning: meaning)
            }
        }
        guard parts.count == (parameter == nil ? 2 : 3) else { throw ModelNameError.tooManyParts(text, method) }
        self.init(method, order: order, parameter: parameter)
    }

    public var description: String {
        guard let parameter else { return "\(method.rawValue):\(order)" }
        let number = "\(parameter)"
        return "\(method.rawValue):\(order):\(number.hasSuffix(".0") ? String(number.dropLast(2)) : number)"
    }
}

extension String {
    fileprivate var trimmingASCIISpace: Substring {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return self[first...last]
    }
}
