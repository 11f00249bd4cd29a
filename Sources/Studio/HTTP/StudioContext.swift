import Foundation
import Hummingbird
import NIOCore

/// What handlers know of a request: its connection, too, so that one that takes nothing any more can be closed.
struct StudioContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// The value of a `{name}` in the route, decoded once.
    func parameter(_ name: String) throws(Problem) -> String {
        guard let value = parameters.get(name)?.removingPercentEncoding else {
            throw Problem(.badRequest, "the address has a wrong percent encoding")
        }
        return value
    }
}
