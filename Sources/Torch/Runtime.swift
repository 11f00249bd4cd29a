internal import CTorch

/// The libtorch that this process runs.
public enum Runtime {
    /// The version of libtorch's headers, such as "2.15.0".
    public static var version: String { String(cString: ct_version()) }

    /// The instruction set that libtorch chose on this processor, such as "AVX512".
    public static var cpuCapability: String { String(cString: ct_cpu_capability()) }

    /// Whose 5×5 convolutions run on the CPU: "AVX-512" or "AVX2" for Atelier's own, "libtorch" for libtorch's, which
    /// serve other processors and, everywhere, where the environment has `ATELIER_KERNELS=reference`.
    public static var convolutionKernels: String { String(cString: ct_convolution_kernels()) }

    /// Whether this CPU can multiply in bfloat16, for ``ConvolutionPrecision/bfloat16``.
    public static var hasBFloat16: Bool { ct_has_bfloat16() }

    /// The threads that one operation is spread over on the CPU. Results can differ in the last bits between counts.
    public static var threadCount: Int { Int(ct_thread_count()) }

    /// The threads that Atelier's own kernels are spread over: as many or, where the process lacks GNU's OpenMP library,
    /// which libtorch brings along on Linux, 1.
    public static var kernelThreadCount: Int { Int(ct_kernel_thread_count()) }

    /// Sets the count for this thread and for those that have not computed yet: call it at first, or on the training
    /// thread.
    public static func setThreadCount(_ count: Int) throws {
        guard (1...4096).contains(count) else {
            throw TorchError(
                code: .invalidArgument, operation: "setThreadCount", message: "expected 1 to 4096 threads, got \(count)"
            )
        }
        try Engine.perform("setThreadCount") { ct_set_thread_count(Int32(count), $0) }
    }

    /// The devices that can be used here; looks for CUDA, and so loads it where it is installed.
    public static func availableDevices() -> [Device] {
        let cuda = (try? cudaDeviceCount()) ?? 0
        return [.cpu] + (0..<cuda).map(Device.cuda) + (ct_has_mps() ? [.mps] : [])
    }

    /// Loads libtorch's CUDA kernels from beside libtorch_cpu and counts the devices. Throws where they are not there
    /// or cannot be loaded, and says why.
    public static func cudaDeviceCount() throws -> Int {
        var count: Int32 = 0
        try Engine.perform("cuda") { ct_cuda_device_count(&count, $0) }
        return Int(count)
    }
}
