extension String {
    /// The text as a sentence begins.
    var capitalizingFirst: String { prefix(1).uppercased() + dropFirst() }
}
