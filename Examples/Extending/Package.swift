// swift-tools-version: 6.3
import PackageDescription

// A package of its own that depends on Atelier by path; in a package elsewhere, the path is that of a checkout of Atelier.
let package = Package(
    name: "extending",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "atelier", path: "../..")],
    targets: [
        .executableTarget(name: "Extending", dependencies: [.product(name: "Atelier", package: "atelier")])
    ]
)
