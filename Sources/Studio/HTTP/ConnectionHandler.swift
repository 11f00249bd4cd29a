import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Bounds what a connection waits for: the head of its first request, and a client that takes nothing of its answer.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let connections: Connections
    /// Requests whose head came and whose answer has not ended.
    private var requestsInProgress = 0
    private var isRequestBeingRead = false
    private var headDeadline: Scheduled<Void>?
    private var takeDeadline: Scheduled<Void>?

    /// From the connection's beginning to the end of the first request's head.
    private static let headTimeout = TimeAmount.seconds(10)
    /// While what was written before is not taken.
    private static let takeTimeout = TimeAmount.seconds(60)

    init(_ connections: Connections) {
        self.connections = connections
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private var isWaiting: Bool { requestsInProgress == 0 || isRequestBeingRead }

    private func begin(_ context: ChannelHandlerContext) {
        wait(context)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        headDeadline = context.eventLoop.scheduleTask(in: Self.headTimeout) {
            let (handler, context) = bound.value
            handler.refuse(context)
        }
    }

    /// Nothing is to be done but to wait for the client, so the connection can be closed for another.
    private func wait(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        connections.wait(ObjectIdentifier(context.channel)) {
            bound.eventLoop.execute {
                let (handler, context) = bound.value
                if handler.isWaiting { handler.refuse(context) }
            }
        }
    }

    /// Says that the client was too slow, and closes.
    private func refuse(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let headers: HTTPFields = [.connection: "close", .contentLength: "0"]
        context.write(
            wrapOutboundOut(.head(HTTPResponse(status: .requestTimeout, headerFields: headers))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            headDeadline?.cancel()
            requestsInProgress += 1
            isRequestBeingRead = true
        case .body: break
        case .end:
            isRequestBeingRead = false
            if !isWaiting { connections.endWaiting(ObjectIdentifier(context.channel)) }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            requestsInProgress -= 1
            if isWaiting { wait(context) }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        takeDeadline?.cancel()
        if !context.channel.isWritable {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            takeDeadline = context.eventLoop.scheduleTask(in: Self.takeTimeout) { bound.value.close(promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end(context) }

    private func end(_ context: ChannelHandlerContext) {
        headDeadline?.cancel()
        takeDeadline?.cancel()
        connections.endWaiting(ObjectIdentifier(context.channel))
    }
}
