internal import NgramModels
internal import RecurrentModels
internal import Reporting

extension ModelMetadata {
    /// What its numbers are: of a network the matrices with their shapes, of an n-gram model the n-grams by order, and the
    /// weights that contexts have for the order below.
    var parts: ResultTable {
        var table = ResultTable(columns: ["part", "meaning", "rows", "columns", "parameters"])
        switch content {
        case .ngrams(let settings)?:
            for (index, count) in settings.ngrams.enumerated() {
                let isWeighted = settings.values == .probabilities && index + 1 < settings.ngrams.count
                let meaning =
                    settings.values == .counts
                    ? "a count each" : isWeighted ? "a probability and a back-off weight each" : "a probability each"
                let columns = isWeighted ? 2 : 1
                table.append([
                    .text("\(index + 1)-grams"), .text(meaning), .integer(count), .integer(columns),
                    .integer(count * columns),
                ])
            }
        case .network(let network)?:
            for tensor in network.tensors {
                table.append([
                    .text(tensor.name), .text(network.settings.architecture.meaning(of: tensor.name)),
                    .integer(tensor.rows), .integer(tensor.columns), .integer(tensor.count),
                ])
            }
        case nil: break
        }
        return table
    }

    /// Numbers that its smoothing took from the text, an order a row; `nil` where there are none.
    var fitted: ResultTable? {
        guard case .ngrams(let settings)? = content, let fitted = settings.fitted, !fitted.isEmpty else { return nil }
        var table = ResultTable(columns: ["order", "symbol", "value"])
        for parameter in fitted {
            table.append([.integer(parameter.order), .text(parameter.symbol), .number(parameter.value)])
        }
        return table
    }
}

extension NetworkArchitecture {
    /// What a matrix stands for in the formulas, and which way its rows and columns go.
    fileprivate func meaning(of tensor: String) -> String {
        let gates =
            cell == .gru
            ? "reset gate, update gate, candidate" : "input gate, forget gate, candidate, output gate"
        let width = cell.gateCount > 1 ? " (\(gates))" : ""
        let name = tensor.split(separator: ".").last.map(String.init) ?? tensor
        switch name {
        case "embedding": return "a vector for each word"
        case "input": return "from the input to the units\(width)"
        case "recurrent": return "from the state before to the units\(width)"
        case "bias": return "added to the units\(width)"
        case "candidate_bias": return "added to the state before inside the reset gate's product"
        case "output" where tensor == "output":
            return cutoffs == nil
                ? tied ? "a vector for each word, of input and output" : "from the units to each word"
                : "from the units to the frequent words and the clusters"
        case "output_bias" where tensor == "output_bias": return "added to each word"
        case "projection": return "from the units to a cluster's own, fewer"
        case "output": return "from there to the words of the cluster"
        case "output_bias": return "added to the words of the cluster"
        case "input_projection": return "from the words of the cluster to the width of the input"
        default: return ""
        }
    }
}
