/// How far a download is.
public struct DownloadProgress: Sendable, Equatable {
    /// With what an earlier, interrupted download left.
    public let bytesReceived: Int
    /// Nil while the server has not said it and the file's header has not come.
    public let totalBytes: Int?
    /// The mean since the server began to send.
    public let bytesPerSecond: Double
}
