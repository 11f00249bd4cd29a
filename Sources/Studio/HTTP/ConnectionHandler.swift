import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Tells ``Connections`` while a connection waits for its client, and closes one whose first request does not come.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let connections: Connections
    /// Requests whose head came and whose answer has not ended.
    private var requestsInProgress = 0
    private var isRequestBeingRead = false
    private var isWaiting = false
    private var wasAnswered = false
    private var patience: Scheduled<Void>?
    private var headDeadline: Scheduled<Void>?

    /// From the connection's beginning to the end of the first request's head.
    private static let headTimeout = TimeAmount.seconds(10)
    /// How long a client that is served may make wait before it can have to give way. One that came just now must not,
    /// while all others are being answered.
    private static let patienceTime = TimeAmount.seconds(1)

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

    private func begin(_ context: ChannelHandlerContext) {
        update(context)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        headDeadline = context.eventLoop.scheduleTask(in: Self.headTimeout) {
            let (handler, context) = bound.value
            handler.close(context)
        }
    }

    /// Notes whether there is nothing to be done but to wait for the client: for a request, its body, or until it takes
    /// more of an answer.
    private func update(_ context: ChannelHandlerContext) {
        let channel = context.channel
        let waits = channel.isActive && (requestsInProgress == 0 || isRequestBeingRead || !channel.isWritable)
        guard waits != isWaiting else { return }
        isWaiting = waits
        patience?.cancel()
        if !waits {
            connections.endWaiting(ObjectIdentifier(channel))
        } else if wasAnswered, requestsInProgress == 0 {
            giveWay(context)
        } else {
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            patience = context.eventLoop.scheduleTask(in: Self.patienceTime) {
                let (handler, context) = bound.value
                handler.giveWay(context)
            }
        }
    }

    /// From now on the connection can be closed for another.
    private func giveWay(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        connections.wait(ObjectIdentifier(context.channel)) {
            bound.eventLoop.execute {
                let (handler, context) = bound.value
                if handler.isWaiting {
                    handler.close(context)
                } else {
                    handler.connections.endWaiting(ObjectIdentifier(context.channel))
                }
            }
        }
    }

    /// Closes the connection, and says that the client was too slow where no answer has begun.
    private func close(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        if requestsInProgress == 0 {
            let headers: HTTPFields = [.connection: "close", .contentLength: "0"]
            let head = HTTPResponse(status: .requestTimeout, headerFields: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            headDeadline?.cancel()
            requestsInProgress += 1
            isRequestBeingRead = true
        case .body: break
        case .end: isRequestBeingRead = false
        }
        update(context)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            requestsInProgress -= 1
            wasAnswered = true
            update(context)
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        update(context)
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end(context) }

    private func end(_ context: ChannelHandlerContext) {
        headDeadline?.cancel()
        patience?.cancel()
        isWaiting = false
        connections.endWaiting(ObjectIdentifier(context.channel))
    }
}
