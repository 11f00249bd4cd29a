import Testing

@Suite struct NetworksCommandTests {
    /// The tutorial's discriminator at width 4 by hand: 1·4·25 + 4, 4·8·25 + 8, and 8·4·4 + 1 parameters.
    @Test func layersHaveShapesAndNumbers() throws {
        let workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(8), "discs.npy")
        #expect(try workshop.train("discs.npy", "--epochs", "1", "--out", "runs").status == 0)
        let result = try workshop.run("networks", "runs/00001-discs-tutorial")
        #expect(result.status == 0 && result.errors.isEmpty)
        let lines = result.output.split(separator: "\n").map(String.init)
        let discriminator = try #require(lines.firstIndex { $0.hasPrefix("discriminator") })
        #expect(
            lines[discriminator]
                == "discriminator of [1, 16, 16]: 1,041 parameters, 19,328 multiply-adds an image")
        let cells = lines[(discriminator + 2)...].map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        #expect(cells[0].map(String.init) == ["conv1", "[4,", "8,", "8]", "104", "6,400"])
        #expect(cells[3].map(String.init) == ["conv2", "[8,", "4,", "4]", "808", "12,800"])
        #expect(cells.last?.map(String.init) == ["dense", "[1]", "129", "128"])
        #expect(lines[0].hasPrefix("generator of [8]:"))

        let file = try workshop.run("networks", "runs/00001-discs-tutorial/discriminator.safetensors")
        #expect(file.output == lines[discriminator...].joined(separator: "\n") + "\n")
    }

    @Test func blocksShowWhatIsInThem() throws {
        let workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(8), "discs.npy")
        let trained = try workshop.train("discs.npy", "--epochs", "1", "--architecture", "residual", "--out", "runs")
        #expect(trained.status == 0, "\(trained.errors)")
        let output = try workshop.run("networks", "runs/00001-discs-tutorial").output
        #expect(output.contains("\n  residual1 ") && output.contains("\n    conv2 "))
    }

    @Test(arguments: ["absent", "."]) func whatIsNoRunIsExplained(path: String) throws {
        let result = try Workshop().run("networks", path)
        #expect(result.status != 0 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("atelier: ") && result.errors.split(separator: "\n").count == 1)
    }
}
