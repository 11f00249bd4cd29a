import Foundation
import Testing

@Suite struct DoctorTests {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    @Test func saysWhatIsHereAndTriesAStep() throws {
        let result = try workshop.run("doctor")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.errors.isEmpty)
        let found = ["toolchain", "libtorch", "processor", "devices", "fashion-mnist", "quickdraw", "training step"]
        for name in found { #expect(result.outputLines.contains { $0.dropFirst(2).hasPrefix(name + ": ") }, "\(name)") }
        #expect(result.output.contains("✓ libtorch: 2."))
        #expect(result.output.contains(/✓ training step: 32 images on cpu in [0-9.]+ s, loss D [0-9.]+ G [0-9.]+/))
        // No category is in this folder: how to get one stands below.
        #expect(result.output.contains("    atelier data fetch cat\n"))
        #expect(workshop.names().isEmpty)
    }

    @Test func libtorchsConvolutionsCanBeAskedFor() throws {
        let result = try workshop.run(["doctor"], environment: ["ATELIER_KERNELS": "reference"])
        #expect(result.status == 0)
        #expect(result.output.contains("1 thread, libtorch convolutions\n"), "\(result.output)")
    }

    @Test func aDeviceThatIsNotThereFails() throws {
        let result = try workshop.run("doctor", "--device", "cuda:99")
        #expect(result.status == 69)
        #expect(result.output.contains("✗ training step"))
        #expect(result.output.contains("try --device cpu"))
    }
}
