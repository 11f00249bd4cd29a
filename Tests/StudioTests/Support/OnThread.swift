import Foundation

/// Runs what blocks on a thread of its own: the tasks of all tests share about as many threads as there are cores, and
/// so do the studios in this process.
///
/// What is expected of the result belongs after the call, where the test is known.
func onThread<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
    let result = await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            do throws(Failure) {
                continuation.resume(returning: Result<Value, Failure>.success(try body()))
            } catch {
                continuation.resume(returning: Result<Value, Failure>.failure(error))
            }
        }
    }
    return try result.get()
}
