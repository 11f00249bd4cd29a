import Foundation
import Testing

/// Files that claim to be a generator's weights.
struct HostileWeights: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Makes them from the weights of a run.
    let make: @Sendable ([UInt8]) -> [UInt8]

    /// The weights with `old` in their header replaced by `new`, the header's length put right.
    static func header(_ description: String, _ old: String, _ new: String) -> HostileWeights {
        HostileWeights(testDescription: description) { bytes in
            let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
            let header = String(decoding: bytes[8..<8 + length], as: UTF8.self).replacing(old, with: new)
            return withLength(header) + bytes[(8 + length)...]
        }
    }

    static func text(_ description: String, _ header: String) -> HostileWeights {
        HostileWeights(testDescription: description) { _ in withLength(header) }
    }

    private static func withLength(_ header: String) -> [UInt8] {
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8)
    }

    static let all: [HostileWeights] = [
        HostileWeights(testDescription: "text") { _ in Array("these are no weights at all".utf8) },
        HostileWeights(testDescription: "half of it") { Array($0.prefix($0.count / 2)) },
        HostileWeights(testDescription: "one byte less") { Array($0.dropLast()) },
        HostileWeights(testDescription: "a header of 2⁶³ bytes") { _ in [0, 0, 0, 0, 0, 0, 0, 0x80] + "{}".utf8 },
        .text("nothing in it", "{}"),
        .text("metadata alone", #"{"__metadata__":{"imageSize":"16","channels":"1","latentSize":"8","width":"4"}}"#),
        .text(
            "metadata of the largest network",
            #"{"__metadata__":{"imageSize":"128","channels":"3","latentSize":"65536","width":"1024"}}"#),
        .text(
            "a tensor of many terabytes",
            #"{"generator.dense.kernel":{"dtype":"F32","shape":[9999999,999999],"data_offsets":[0,39999955999960]}}"#),
        // Its other tensors would take 840 MB.
        HostileWeights(testDescription: "the first tensor alone of a wide network") { _ in
            let sizes = #""imageSize":"16","channels":"1","latentSize":"1","width":"1024""#
            let kernel = #"{"dtype":"F32","shape":[1,65536],"data_offsets":[0,262144]}"#
            return withLength(#"{"__metadata__":{\#(sizes)},"generator.dense.kernel":\#(kernel)}"#)
                + [UInt8](repeating: 0, count: 262_144)
        },
        .header("no metadata", "__metadata__", "__metadata"),
        .header("another width", #"\"filters\":8"#, #"\"filters\":16"#),
        .header("a thousand million filters", #"\"filters\":8"#, #"\"filters\":1000000000"#),
        .header("2⁶³−1 filters", #"\"filters\":8"#, #"\"filters\":9223372036854775807"#),
        .header("2⁶³ filters", #"\"filters\":8"#, #"\"filters\":9223372036854775808"#),
        .header("no filters", #"\"filters\":8"#, #"\"filters\":0"#),
        .header("-4 filters", #"\"filters\":8"#, #"\"filters\":-4"#),
        .header("a kernel of 2⁶² pixels", #"\"kernel\":5"#, #"\"kernel\":4611686018427387904"#),
        .header("strides of nothing", #"\"stride\":2"#, #"\"stride\":0"#),
        .header("a thousand million latents", #"\"input\":[8]"#, #"\"input\":[1000000000]"#),
        .header("latents of no extent", #"\"input\":[8]"#, #"\"input\":[]"#),
        .header("images of no size", #"\"height\":4"#, #"\"height\":0"#),
        .header("images that do not fit", #"\"height\":4"#, #"\"height\":5"#),
        .header("seven channels", #"\"filters\":1,"#, #"\"filters\":7,"#),
        .header("a layer of an unknown kind", #"\"layer\":\"tanh\""#, #"\"layer\":\"attention\""#),
        .header("a layer that takes labels", #"{\"layer\":\"tanh\"}"#, #"{\"layer\":\"classProjection\"}"#),
        .header("no layers", #"\"layers\":"#, #"\"lawyers\":"#),
        .header("a network that is no JSON", #"{\"input\":"#, #"{\"input\""#),
        .header("a newer format", #""format":"2""#, #""format":"3""#),
        .header("a format that is no number", #""format":"2""#, #""format":"two""#),
        .header("a tensor of another name", "generator.dense.kernel", "generator.dense.colonel"),
        .header("another network", "generator.", "discriminator."),
    ]
}

@Suite struct HostileWeightsTests {
    @Test(arguments: HostileWeights.all)
    func areNamedInOneSentence(weights: HostileWeights) throws {
        let workshop = try Workshop()
        try TrainedRun.copy(into: workshop)
        let run = TrainedRun.name
        let file = run + "/generator.safetensors"
        let bytes = weights.make(workshop.generator(run))
        try #require(bytes != workshop.generator(run))
        try workshop.write(bytes, file)
        // Under a limit of its address space, a process that takes memory for what a header declares fails otherwise.
        let limited = ["/bin/sh", "-c", #"ulimit -v 1300000 2>/dev/null; exec "$0" "$@""#]
        let result = try workshop.run(["sample", run], through: limited)
        #expect([64, 65].contains(result.status), "\(result.status)")
        #expect(result.isOneSentence && result.errors.contains("generator.safetensors"), "\(result.errors)")
        #expect(!workshop.exists("drawings.png"))
    }
}
