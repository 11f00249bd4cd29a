import ArgumentParser

struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Look at drawings, and fetch Quick, Draw! categories.",
        discussion: """
            Examples:
              atelier data list
              atelier data fetch cat "alarm clock"
              atelier data show quickdraw:cat -o sheet.png
            """,
        subcommands: [DataFetchCommand.self, DataListCommand.self, DataShowCommand.self])
}
