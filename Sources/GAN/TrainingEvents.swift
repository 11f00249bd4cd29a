import Dispatch
public import Runs
import Synchronization

extension Trainer {
    /// Begins to train, and gives what happens as a sequence, which ends when training has ended and all is saved.
    ///
    ///     let events = trainer.events()
    ///     for try await event in events { print(event) }
    ///     let run = try await events.outcome.run
    ///
    /// No event is lost: where 256 of them were not taken yet, training waits. It stops, as ``train(emit:)`` does, where a task
    /// that waits for the next event or the outcome is cancelled (the events up to its end still come), or the sequence is
    /// given up.
    public nonisolated func events() -> TrainingEvents { TrainingEvents(self) }
}

/// What happens in a training that ``Trainer/events()`` began; to be iterated over once. Throws what
/// ``Trainer/train(emit:)`` throws.
public final class TrainingEvents: AsyncSequence, Sendable {
    private let channel: EventChannel
    private let training: Task<Trainer.Outcome, any Error>

    fileprivate init(_ trainer: Trainer) {
        let channel = EventChannel(capacity: 256)
        self.channel = channel
        training = Task {
            defer { channel.finish() }
            return try await trainer.train(emit: channel.send)
        }
    }

    deinit {
        training.cancel()
        channel.discard()
    }

    /// What is left of training, once it has ended; events that were not taken are passed over.
    public var outcome: Trainer.Outcome {
        get async throws {
            channel.discard()
            return try await withTaskCancellationHandler {
                try await training.value
            } onCancel: {
                training.cancel()
            }
        }
    }

    /// An iterator over the events that were not taken yet.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(events: self) }

    /// Takes one event after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let events: TrainingEvents

        /// The next event; nil when training has ended.
        public mutating func next() async throws -> TrainingEvent? {
            let training = events.training
            return try await withTaskCancellationHandler {
                if let event = await events.channel.next() { return event }
                _ = try await training.value
                return nil
            } onCancel: {
                training.cancel()
            }
        }
    }
}

/// Hands events from the training thread, which waits while it is full, to a task.
private final class EventChannel: Sendable {
    private struct State {
        var events: [TrainingEvent] = []
        var receiver: CheckedContinuation<TrainingEvent?, Never>?
        var isFinished = false
        var isDiscarded = false
    }

    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)

    init(capacity: Int) {
        for _ in 0..<capacity { room.signal() }
    }

    func send(_ event: TrainingEvent) {
        room.wait()
        let receiver = state.withLock { state -> CheckedContinuation<TrainingEvent?, Never>? in
            if state.isDiscarded {
                room.signal()
                return nil
            }
            guard let receiver = state.receiver else {
                state.events.append(event)
                return nil
            }
            state.receiver = nil
            room.signal()
            return receiver
        }
        receiver?.resume(returning: event)
    }

    /// The next event; nil where there are no more.
    func next() async -> TrainingEvent? {
        await withCheckedContinuation { continuation in
            let (event, isOver) = state.withLock { state -> (TrainingEvent?, Bool) in
                guard state.events.isEmpty else { return (state.events.removeFirst(), false) }
                if state.isFinished || state.isDiscarded { return (nil, true) }
                state.receiver = continuation
                return (nil, false)
            }
            if event != nil { room.signal() }
            if event != nil || isOver { continuation.resume(returning: event) }
        }
    }

    /// Says that no more events come.
    func finish() {
        let receiver = state.withLock { state in
            state.isFinished = true
            defer { state.receiver = nil }
            return state.receiver
        }
        receiver?.resume(returning: nil)
    }

    /// Passes over what was not taken, and what still comes.
    func discard() {
        let (count, receiver) = state.withLock { state in
            state.isDiscarded = true
            defer { (state.events, state.receiver) = ([], nil) }
            return (state.events.count, state.receiver)
        }
        for _ in 0..<count { room.signal() }
        receiver?.resume(returning: nil)
    }
}
