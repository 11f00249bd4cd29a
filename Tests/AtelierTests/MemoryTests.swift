import Foundation
import Testing

/// What training keeps in memory, as its own process reports it.
@Suite struct MemoryTests {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    /// The resident bytes at each recorded step.
    func residentBytes(_ result: Tool.Result) throws -> [Int] {
        #expect(result.status == 0, "\(result.errors)")
        let events = workshop.jsonLines(workshop.onlyRun() + "/events.jsonl")
        return events.filter { $0["event"] as? String == "step" }.compactMap { $0["residentBytes"] as? Int }
    }

    /// Every tensor of a step is freed after it: one of the larger ones kept would show as 100 MB.
    @Test func aThousandStepsGrowTheProcessByNothing() throws {
        try workshop.write(DrawingFiles.discs(800, side: 28), "disc.npy")
        let bytes = try residentBytes(try workshop.train("disc.npy", "--epochs", "11"))
        try #require(bytes.count == 110)
        let growth = bytes[109] - bytes[9]
        #expect(growth < 8_000_000)
    }

    /// 50 million drawings, 39.2 GB: a sparse file, so that the disk holds only its header. Their order and the batches
    /// take no memory that grows with their number.
    @Test func fiftyMillionDrawingsTakeABatchOfMemory() throws {
        let header = DrawingFiles.npy(shape: "(50000000, 784)", [])
        try workshop.write(header, "many.npy")
        guard truncate(workshop.file("many.npy"), off_t(header.count + 50_000_000 * 784)) == 0 else {
            try Test.cancel("files of 39 GB cannot be made here")
        }
        try workshop.write(#"{"selectionTotal": null}"#, "all.json")
        let many = try workshop.train("many.npy", "--config", "all.json", "--batch-size", "64", "--max-steps", "300")
        let bytes = try residentBytes(many)
        try #require(bytes.count == 30)
        // The pages of 18,560 drawings: 76 MB were they mapped.
        #expect(bytes[29] - bytes[0] < 16_000_000)

        try FileManager.default.removeItem(atPath: workshop.file("runs"))
        try workshop.write(DrawingFiles.discs(64, side: 28), "few.npy")
        let few = try workshop.train("few.npy", "--batch-size", "64", "--max-steps", "300")
        #expect(try #require(bytes.last) - #require(residentBytes(few).last) < 16_000_000)
    }

    #if os(Linux)
        /// `ulimit -v`, lower and lower: the first that does not do is a sentence.
        @Test func tooLittleAddressSpaceIsASentence() throws {
            for megabytes in stride(from: 2000, to: 200, by: -40) {
                let limited = ["/bin/sh", "-c", "ulimit -v \(megabytes * 1024); exec \"$0\" \"$@\""]
                let result = try workshop.run(["--version"], through: limited)
                guard result.status != 0 else { continue }
                #expect(result.status == 71)
                #expect(result.isOneSentence && result.errors.contains("MB of address space"), "\(result.errors)")
                return
            }
            Issue.record("200 MB are enough")
        }
    #endif

    /// Two gigabytes of zeros behind a header of twenty drawings, 2 MB in all: no more is unpacked than is declared.
    @Test(.enabled(if: Machine.has("/bin/gzip") && Machine.has("/proc/self/status"), "needs gzip and /proc"))
    func aGzipTakesNoMoreMemoryThanItsHeaderDeclares() throws {
        try workshop.write(DrawingFiles.discs(20, side: 28), "small.npy")
        let script =
            "(cat small.npy; head -c 2000000000 /dev/zero) | gzip -1 >large.npy.gz; gzip <small.npy >small.npy.gz"
        #expect(try workshop.run(["-c", script], of: "/bin/sh").status == 0)
        /// The most memory that looking at `name` took, in bytes.
        func peak(_ name: String, status: Int32) throws -> Int {
            let measure =
                "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]);"
                + "print('peak', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024); sys.exit(code)"
            let result = try workshop.run(["data", "show", name], through: ["/usr/bin/env", "python3", "-c", measure])
            #expect(result.status == status, "\(result.errors)")
            let words = try #require(result.outputLines.last?.split(separator: " "))
            return try #require(Int(words.last ?? ""))
        }
        let difference = try peak("large.npy.gz", status: 65) - peak("small.npy.gz", status: 0)
        #expect(difference < 50_000_000)
    }
}
