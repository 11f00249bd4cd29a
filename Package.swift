// swift-tools-version: 6.3
import Foundation
import PackageDescription

/// Where libtorch is: the folder that LIBTORCH names, or else where `scripts/setup` links it, in this checkout or, for checkouts
/// that SwiftPM makes, for all of this user's.
let libtorch: String = {
    let environment = Context.environment
    if let folder = environment["LIBTORCH"], !folder.isEmpty { return folder }
    let link = Context.packageDirectory + "/.libtorch"
    if FileManager.default.fileExists(atPath: link) { return link }
    return (environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache") + "/atelier/libtorch"
}()

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "atelier",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "atelier", targets: ["AtelierTool"]),
        .library(name: "Atelier", targets: ["Atelier"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(name: "CGIF", providers: [.apt(["libgif-dev"]), .brew(["giflib"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]),
        .target(
            name: "CTorch",
            cxxSettings: [
                .unsafeFlags([
                    "-Wfatal-errors",
                    "-isystem", libtorch + "/include",
                    "-isystem", libtorch + "/include/torch/csrc/api/include",
                ])
            ],
            linkerSettings: [
                .unsafeFlags(["-L", libtorch + "/lib", "-Xlinker", "-rpath", "-Xlinker", libtorch + "/lib"]),
                .linkedLibrary("torch_cpu"), .linkedLibrary("c10"),
            ]
        ),
        .target(name: "HDF5Shim", dependencies: ["CHDF5"]),
        .executableTarget(name: "atelier-hdf5", dependencies: ["CHDF5"], path: "Sources/HDF5Lister"),
        .target(name: "CurlShim", linkerSettings: [.linkedLibrary("curl")]),
        .target(
            name: "ImageCodecs",
            linkerSettings: ["png", "jpeg", "webp", "webpdemux", "gif", "tiff"].map { .linkedLibrary($0) }),
        .target(name: "Files", swiftSettings: swiftSettings),
        .target(name: "Torch", dependencies: ["CTorch", "Files"], swiftSettings: swiftSettings),
        .target(name: "Networks", dependencies: ["Torch"], swiftSettings: swiftSettings),
        .target(
            name: "Datasets", dependencies: ["Files", "CPNG", "CGIF", "CurlShim", "CZip", "CZlib", "ImageCodecs"],
            swiftSettings: swiftSettings),
        .target(name: "Runs", dependencies: ["Files"], swiftSettings: swiftSettings),
        .target(
            name: "GAN", dependencies: ["Files", "Torch", "Networks", "Datasets", "Runs", "CZlib"],
            swiftSettings: swiftSettings),
        .target(
            name: "Interchange",
            dependencies: [
                "CZip", "Datasets", "Files", "GAN", "HDF5Shim", "Networks", "Runs", "Torch",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["ONNX/onnx.proto", "TensorBoard/tensorboard.proto"],
            swiftSettings: swiftSettings),
        .target(
            name: "Studio",
            dependencies: [
                "Evaluation", "Files", "GAN", "Datasets", "Runs", "Torch",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [.copy("Resources/openapi.json"), .copy("Resources/pages")], swiftSettings: swiftSettings),
        .target(
            name: "Evaluation", dependencies: ["Files", "GAN", "Datasets", "Networks", "Runs", "Torch"],
            exclude: ["Resources/README.md"], resources: [.copy("Resources/doodles.safetensors")],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "atelier-judge",
            dependencies: [
                "Evaluation", "GAN", "Datasets", "Networks", "Runs", "Torch",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/JudgeTool", swiftSettings: swiftSettings),
        .target(
            name: "Atelier",
            dependencies: ["Datasets", "Evaluation", "GAN", "Interchange", "Networks", "Runs", "Torch"],
            path: "Sources/Library", swiftSettings: swiftSettings),
        .executableTarget(
            name: "AtelierTool",
            dependencies: [
                "Evaluation", "GAN", "Datasets", "Interchange", "Networks", "Runs", "Studio", "Torch",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/atelier", swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "atelier-bench",
            dependencies: ["Evaluation", "GAN", "Datasets", "Networks", "Runs", "Torch", "AtelierTool"],
            path: "Benchmarks",
            exclude: ["Peers"],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "Tutorial", dependencies: ["GAN", "Datasets", "Networks", "Torch"], path: "Examples/Tutorial",
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "DrawingServer",
            dependencies: [
                "Atelier",
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Examples/DrawingServer", swiftSettings: swiftSettings),
        .target(name: "Fuzzing", path: "Tests/Fuzzing", swiftSettings: swiftSettings),
        .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: swiftSettings),
        .testTarget(name: "TorchTests", dependencies: ["Torch"], swiftSettings: swiftSettings),
        .testTarget(
            name: "DatasetsTests", dependencies: ["Datasets", "Files", "Fuzzing", "CGIF"], swiftSettings: swiftSettings),
        .testTarget(name: "RunsTests", dependencies: ["Runs"], swiftSettings: swiftSettings),
        .testTarget(name: "NetworksTests", dependencies: ["Networks", "Torch"], swiftSettings: swiftSettings),
        .testTarget(name: "GANTests", dependencies: ["GAN", "Networks"], swiftSettings: swiftSettings),
        .testTarget(
            name: "EvaluationTests", dependencies: ["Evaluation", "atelier-judge", "GAN", "Datasets", "Runs", "Torch"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "InterchangeTests", dependencies: ["Interchange", "Fuzzing", "GAN", "Networks", "Runs", "CZlib"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "StudioTests",
            dependencies: [
                "Evaluation", "Studio", "GAN", "Datasets", "Runs",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "AtelierTests", dependencies: ["AtelierTool", "Tutorial", "Datasets"], swiftSettings: swiftSettings),
        .testTarget(
            name: "LibraryTests", dependencies: ["Atelier", "AtelierTool", "DrawingServer"],
            swiftSettings: swiftSettings),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)

// `make sanitize` sets this. What handles memory by hand is built then, with its tests, and nothing that it does not need.
if Context.environment["ATELIER_SANITIZE"] != nil {
    let sanitized: Set = [
        "CPNG", "CGIF", "CZip", "CZlib", "CTorch", "CurlShim", "ImageCodecs", "Files", "Torch", "Datasets", "Fuzzing",
        "FilesTests", "TorchTests", "DatasetsTests",
    ]
    package.targets.removeAll { !sanitized.contains($0.name) }
    package.products = []
    package.dependencies = []
}
