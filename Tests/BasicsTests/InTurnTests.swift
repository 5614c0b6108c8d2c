internal import Basics
internal import Testing

@Suite struct InTurnTests {
    @Test(arguments: [1, 2, 7]) func workIsTakenInItsOrder(threads: Int) {
        let order = InTurn<[Int]>([])
        parallel(200, threads: threads) { index, _ in order.change(index) { $0.append(index) } }
        #expect(order.change(200) { $0 } == Array(0..<200))
    }

    private struct Refusal: Error {}

    /// What fails has had its turn.
    @Test func othersGoOnAfterAnError() {
        let order = InTurn<[Int]>([])
        parallel(50, threads: 4) { index, _ in
            try? order.change(index) { order in
                if index % 3 == 0 { throw Refusal() }
                order.append(index)
            }
        }
        #expect(order.change(50) { $0 } == (0..<50).filter { $0 % 3 != 0 })
    }
}
