internal import TrailSealCommands

TrailSealCommand.start()
