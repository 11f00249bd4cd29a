import Foundation
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import Runs

/// The studio: a local web server with pages that show runs as they train, question their networks and draw with them.
///
///     let studio = try Studio(
///         StudioConfiguration(runsFolder: "runs", trainer: "/usr/local/bin/atelier", version: "1.0.0"))
///     try await studio.run { address in print(address) }
///
/// It computes on one thread, and has libtorch do so in threads that are made later: train in another process.
public struct Studio: Sendable {
    /// What it serves, and to whom.
    public let configuration: StudioConfiguration
    private let resources: StudioResources
    private let library: RunLibrary
    private let trainers: TrainerProcesses
    private let inference: Inference
    private let judging: Judging
    private let connections: Connections
    private let logger: Logger

    /// Throws ``StudioError`` where the configuration could not be served safely, or the pages are not there.
    ///
    /// - Parameter logger: Told of what nobody foresaw.
    public init(
        _ configuration: StudioConfiguration, logger: Logger = Logger(label: "atelier.studio")
    ) throws {
        self.logger = logger
        try configuration.validate()
        var configuration = configuration
        configuration.runsFolder = URL(fileURLWithPath: configuration.runsFolder).standardizedFileURL.path
        self.configuration = configuration
        resources = try StudioResources.find()
        trainers = TrainerProcesses(tool: configuration.trainer, runsFolder: configuration.runsFolder)
        connections = Connections(limit: try OpenFileLimit.connections())
        // Streams stay open: half of the connections are left for all else.
        library = RunLibrary(
            folder: configuration.runsFolder, trainers: trainers, streamLimit: connections.limit / 2)
        inference = Inference(library: library)
        judging = Judging(tool: configuration.trainer)
    }

    /// What answers requests, for tests without a socket: whose a connection is does not count.
    public func application() -> some ApplicationProtocol { application(isServed: false) { _ in } }

    /// Serves until the task is cancelled. `onStart` is given the address to open.
    ///
    /// Throws ``StudioError`` where the address cannot be listened on. At the end, a run that this studio started is
    /// asked to save, and waited for.
    public func run(onStart: @escaping @Sendable (_ address: String) async -> Void) async throws {
        let application = application(isServed: true) { channel in
            await onStart(address(port: channel.localAddress?.port ?? configuration.port))
        }
        do {
            try await application.run()
        } catch let error as IOError {
            throw StudioError(
                "cannot listen on \(configuration.host):\(configuration.port): "
                    + "\(String(cString: strerror(error.errnoCode))); is another studio open? --port takes another port",
                isAddressTaken: error.errnoCode == EADDRINUSE)
        } catch is CancellationError {
            // The way that it is asked to end.
        }
        await library.close()
        await inference.close()
        await judging.close()
        await trainers.close()
    }

    private func application(
        isServed: Bool, onStart: @escaping @Sendable (any Channel) async -> Void
    ) -> Application<BasePathResponder<RouterResponder<StudioContext>>> {
        // Hummingbird reports clients that went while they were answered, and all of them at the end.
        var quiet = logger
        quiet.logLevel = .critical
        return Application(
            responder: BasePathResponder(
                basePath: configuration.basePath, inner: router(isServed: isServed).buildResponder()),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionHandler(connections)], idleTimeout: .seconds(60),
                    httpDecoderConfiguration: .init(maxHeaderListSize: 32_768, maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), backlog: 1024,
                availableConnectionsDelegate: connections),
            onServerRunning: onStart, logger: quiet)
    }

    private func router(isServed: Bool) -> Router<StudioContext> {
        let router = Router(context: StudioContext.self, options: .autoGenerateHeadEndpoints)
        let sessions = Sessions(token: configuration.token)
        router.add(middleware: ProblemMiddleware(logger: logger))
        router.add(
            middleware: AccessMiddleware(configuration: configuration, sessions: sessions, isServed: isServed))
        let api = router.group("api")
        SessionRoutes(configuration: configuration, sessions: sessions, trainers: trainers).add(to: api)
        DescriptionRoutes(resources: resources, basePath: configuration.basePath).add(to: api)
        LiveRoutes(library: library).add(to: api)
        RunRoutes(library: library, trainers: trainers, sources: configuration.dataSources).add(to: api)
        DiscriminatorRoutes(library: library, inference: inference).add(to: api)
        GeneratorRoutes(library: library, inference: inference).add(to: api)
        JudgingRoutes(library: library, judging: judging).add(to: api)
        DataRoutes(library: library, inference: inference, sources: configuration.dataSources).add(to: api)
        PageRoutes(resources: resources, basePath: configuration.basePath).add(to: router)
        return router
    }

    private func address(port: Int) -> String {
        let isAny = configuration.host == "0.0.0.0" || configuration.host == "::"
        let host = isAny ? ProcessInfo.processInfo.hostName : configuration.host
        let name = host.contains(":") ? "[\(host)]" : host
        return "http://\(name):\(port)\(configuration.basePath)/"
    }
}
