// Nothing is called from Swift. The file makes the target a module.
