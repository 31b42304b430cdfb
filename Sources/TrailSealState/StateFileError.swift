/// Why a file isn't a usable state file, or why a state can't be written.
public struct StateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in one line.
    public let description: String

    init(_ description: String) { self.description = description }
}
