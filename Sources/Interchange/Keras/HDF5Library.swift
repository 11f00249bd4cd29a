import Synchronization

/// HDF5's C library, which one thread at a time may use.
enum HDF5Library {
    private static let turn = Mutex(())

    static func use<Result>(_ body: () throws -> sending Result) rethrows -> sending Result {
        try turn.withLock { _ in try body() }
    }
}
