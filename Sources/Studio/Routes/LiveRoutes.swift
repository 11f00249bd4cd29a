import Hummingbird
import NIOCore

/// The two streams of events.
struct LiveRoutes {
    let library: RunLibrary

    func add(to api: RouterGroup<StudioContext>) {
        api.get("events") { request, context in
            try await stream(request, context) { try await library.listenToList(onOverflow: $0) }
        }
        api.get("runs/{run}/events") { request, context in
            let name = try context.parameter("run")
            return try await stream(request, context) { try await library.listen(toRun: name, onOverflow: $0) }
        }
    }

    private func stream(
        _ request: Request, _ context: StudioContext,
        _ listen: (@escaping @Sendable () -> Void) async throws -> (number: Int, events: AsyncStream<ByteBuffer>)
    ) async throws -> Response {
        let request = try await request.collected()
        let channel = context.channel
        let (number, events) = try await listen { channel.close(promise: nil) }
        let stop: @Sendable () -> Void = { Task { await library.stopListening(number) } }
        // What a HEAD asks for is never read.
        if request.method == .head { stop() }
        return Response.eventStream(events, for: request, onEnd: stop)
    }
}
