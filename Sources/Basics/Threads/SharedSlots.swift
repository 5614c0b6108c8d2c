/// A value for each worker; a worker touches its own alone.
@safe package final class SharedSlots<Value: Sendable>: @unchecked Sendable {
    private let slots: UnsafeMutableBufferPointer<Value>

    package init(_ count: Int, _ initial: () -> Value) {
        unsafe slots = .allocate(capacity: count)
        for index in 0..<count { unsafe slots.initializeElement(at: index, to: initial()) }
    }

    deinit {
        unsafe slots.deinitialize()
        unsafe slots.deallocate()
    }

    package func update(_ index: Int, _ body: (inout Value) -> Void) { unsafe body(&slots[index]) }
    package var values: [Value] { unsafe Array(slots) }
}

/// Memory that several threads fill, each its own part.
@unsafe package struct SharedBuffer<Buffer>: @unchecked Sendable {
    package let buffer: Buffer

    package init(_ buffer: Buffer) {
        unsafe self.buffer = buffer
    }
}
