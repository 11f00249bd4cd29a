import Hummingbird

/// The two streams of events.
struct LiveRoutes {
    let library: RunLibrary

    func add(to api: RouterGroup<StudioContext>) {
        api.get("events") { request, context in
            let channel = context.channel
            let (number, events) = try await library.listenToList { channel.close(promise: nil) }
            return Response.eventStream(events, for: request) { Task { await library.stopListening(number) } }
        }
        api.get("runs/{run}/events") { request, context in
            let channel = context.channel
            let (number, events) = try await library.listen(toRun: context.parameter("run")) {
                channel.close(promise: nil)
            }
            return Response.eventStream(events, for: request) { Task { await library.stopListening(number) } }
        }
    }
}
