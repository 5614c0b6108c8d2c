internal import Gramarye

extension CountFileError {
    var commandRemedy: String? {
        switch self {
        case .withoutShorter: "Name the files of all orders from 1 on: gram import DB --counts FILE…"
        default: nil
        }
    }
}
