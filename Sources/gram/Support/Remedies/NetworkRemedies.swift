internal import Gramarye

extension NetworkError {
    var commandRemedy: String? {
        switch self {
        // The command has no option for it.
        case .setting(.averagePatience, _, _): nil
        case .setting(let setting, _, let takes): "\(setting.option) takes \(takes)."
        case .conflict(let conflict): conflict.commandRemedy
        case .noEvents: "Ingest more text, or into a new database with other --shares."
        case .diverged: "Give a smaller --learning-rate, or --clip-norm 1."
        case .tooLarge: "Give a smaller --hidden, --layers, --embedding, --batch or --steps."
        case .unsupported: "Train it anew with --precision single, or on another machine."
        case .notANetwork: "Name one that gram train made."
        case .nothingToResume: "Train one of its kind: gram train."
        case .noState: "Name a network of --cell elman, gru or lstm."
        case .noSafetensors: "Write one by gram export or safetensors.torch.save_file."
        case .otherModules: "Name the modules embedding, rnn and output, as gram export writes them."
        case .adaptiveSoftmax: "Exchange a network of --softmax full."
        case .rowsWithoutWords(let database):
            "Put the list \"words\" into its metadata, as gram export does; or, if the rows are <unk>, </s>, then the "
                + "words of \(database) by their first occurrence, add --words database."
        case .of(_, let error): error.commandRemedy
        case .unreadable, .tooManySteps, .weights: nil
        }
    }
}

extension NetworkSetting {
    /// The option that gives it.
    var option: String { "--" + rawValue.replacing(" ", with: "-") }
}

extension NetworkConflict {
    fileprivate var commandRemedy: String {
        switch self {
        case .windowWithState: "--window goes with --cell feedforward."
        case .tiedSizes(let hidden): "Give --embedding \(hidden), or leave --tied out."
        case .momentum: "Leave --momentum out, or give --optimizer sgd."
        case .averages: "Leave --average-from out, or give --optimizer asgd."
        case .oneHotDropout: "Leave --embedding-dropout out."
        case .activation: "--activation goes with --cell elman or feedforward."
        case .variationalWithoutDropout: "--variational goes with --dropout, as --dropout 0.3."
        }
    }
}
