internal import ArgumentParser
internal import TrailSealCommands

TrailSealCommand.main()
