internal import Gramarye

/// What a model can be called, a line for each kind with its formula, and what the letters are.
let modelNames: String = {
    let methods = SmoothingMethod.allCases.map { ($0.form, $0.formula) }
    let others = [
        ("A+B", "P(w | h) = λ₁ P₁(w | h) + λ₂ P₂(w | h), λ fitted to valid"),
        ("A+cache", "the same, with P₂(w) = (c(w) + 1/V) / (n + 1)"),
        ("NET+neural-cache", "the same, P₂ by how alike the states of NET were"),
        ("NAME", "a saved model: n-grams, a network, an imported file"),
    ]
    let width = (methods + others).map(\.0.count).max() ?? 0
    let lines = (methods + others).map { name, formula in
        "  \(name)\(String(repeating: " ", count: width - name.count))  \(formula)"
    }
    return """
        \(lines.joined(separator: "\n"))

        h are the words before w, N − 1 of them where the name has N; h′ is h without
        its first word. Below single words each of V words has 1/V, but in mle,
        laplace, lidstone, katz and stupid-backoff. n counts hw or h in the train
        split; a does, too, at the highest order and after <s>, below it the different
        words before. T counts the different words after h, Nₖ those with a count of k.
        λ, D, d and α are taken from the text, K and E are given. S is a score, and
        does not sum to 1. The cache has c(w) of the last n tokens. In a neural cache
        each of the last tokens votes for itself by exp(θ s·z), s being the network's
        state before it and z the one now. All of these numbers:
        gram probability DB WORD --given CONTEXT --model M --explain
        """
}()
