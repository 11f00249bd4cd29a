import Foundation
import Testing

/// The example that stands beside the article's Python.
@Suite struct TutorialTests {
    private static let program = URL(fileURLWithPath: Tool.path).deletingLastPathComponent()
        .appendingPathComponent("Tutorial").path

    /// Two small epochs of two batches.
    @Test func itTrainsDrawsSavesAndLoads() throws {
        let workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(260, side: 28), "drawings/disc.npy")
        let result = try workshop.run(["drawings", "2"], of: Self.program)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("▀") || result.output.contains("▄"))
        for batch in ["epoch 1 batch 2", "epoch 2 batch 1", "epoch 2 batch 2"] {
            #expect(result.output.contains("\(batch)  loss D "))
        }
        #expect(
            workshop.names().filter { $0 != "drawings" } == [
                "discriminator.safetensors", "generator.safetensors", "image_at_epoch_0.png", "image_at_epoch_1.png",
                "image_at_epoch_2.png",
            ])
        // What was loaded draws what was saved.
        #expect(workshop.bytes("image_at_epoch_0.png") == workshop.bytes("image_at_epoch_2.png"))
        #expect(workshop.bytes("image_at_epoch_1.png") != workshop.bytes("image_at_epoch_2.png"))
        #expect(try workshop.run("sample", "generator.safetensors").status == 0)
    }
}
