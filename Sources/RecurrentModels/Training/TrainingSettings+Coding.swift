extension TrainingSettings: Codable {
    public init(from decoder: any Decoder) throws {
        self.init()
        var fields = Fields.read(try decoder.container(keyedBy: Fields.Name.self))
        try code(&fields)
    }

    public func encode(to encoder: any Encoder) throws {
        var (copy, fields) = (self, Fields.written(encoder.container(keyedBy: Fields.Name.self)))
        try copy.code(&fields)
    }

    /// Reads or writes all settings. Networks that were saved before there was a setting have its default.
    private mutating func code(_ fields: inout Fields) throws {
        try fields.code("optimizer", &optimizer)
        try fields.code("learning_rate", &learningRate)
        try fields.code("clip_norm", &clipNorm)
        try fields.code("clip_value", &clipValue, isLater: true)
        try fields.code("batch", &batch)
        try fields.code("steps", &steps)
        try fields.code("sampling", &sampling)
        try fields.code("epochs", &epochs)
        try fields.code("patience", &patience)
        try code(&schedule, &fields)
        try fields.code("warm_up", &warmUp, isLater: true)
        try fields.code("dropout", &dropout)
        try fields.code("embedding_dropout", &embeddingDropout)
        try fields.code("output_dropout", &outputDropout)
        try fields.code("variational", &variational)
        try fields.code("momentum", &momentum)
        try fields.code("weight_decay", &weightDecay)
        try fields.code("average_from", &averageFrom)
        try fields.code("average_patience", &averagePatience, isLater: true)
        try fields.code("precision", &precision, isLater: true)
        // Written where it is not the default, so that older versions read all others.
        var explodes: Bool? = recovers ? nil : true
        try fields.code("explodes", &explodes)
        recovers = !(explodes ?? false)
        try fields.code("seed", &seed)
    }

    /// A schedule is four fields, three of which say that it is not theirs. Of several, which no command can ask for, the
    /// first is taken.
    private func code(_ schedule: inout Schedule, _ fields: inout Fields) throws {
        var (plateau, decay, first, cosine) = (1.0, 1.0, 1, false)
        switch schedule {
        case .constant: break
        case .cosine: cosine = true
        case .plateau(let factor): plateau = factor
        case .decay(let factor, let from): (decay, first) = (factor, from)
        }
        try fields.code("plateau_factor", &plateau)
        try fields.code("decay_factor", &decay, isLater: true)
        try fields.code("decay_from", &first, isLater: true)
        try fields.code("cosine", &cosine)
        if plateau != 1 {
            schedule = .plateau(factor: plateau)
        } else if decay != 1 || first != 1 {
            schedule = .decay(factor: decay, from: first)
        } else {
            schedule = cosine ? .cosine : .constant
        }
    }
}

/// The fields of an object in JSON, read or written, so that one list of them serves both.
private enum Fields {
    case read(KeyedDecodingContainer<Name>)
    case written(KeyedEncodingContainer<Name>)

    struct Name: CodingKey, ExpressibleByStringLiteral {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringLiteral name: String) { stringValue = name }
        init(stringValue name: String) { stringValue = name }
        init?(intValue: Int) { nil }
    }

    /// - Parameter isLater: whether it may be missing, and the value is then left as it is.
    mutating func code<Value: Codable>(_ name: Name, _ value: inout Value, isLater: Bool = false) throws {
        switch self {
        case .read(let fields) where isLater && !fields.contains(name): break
        case .read(let fields): value = try fields.decode(Value.self, forKey: name)
        case .written(var fields): try fields.encode(value, forKey: name)
        }
    }

    /// What is `nil` is left out.
    mutating func code<Value: Codable>(_ name: Name, _ value: inout Value?) throws {
        switch self {
        case .read(let fields): value = try fields.decodeIfPresent(Value.self, forKey: name)
        case .written(var fields): try fields.encodeIfPresent(value, forKey: name)
        }
    }
}
