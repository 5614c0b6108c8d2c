extension Double {
    /// The shortest text that reads back as the number, as a user would write it: `0.7`, `2`.
    var shortest: String { self == rounded() && magnitude < 1e15 ? String(Int(self)) : "\(self)" }
}
