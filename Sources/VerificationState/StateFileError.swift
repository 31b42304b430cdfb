/// Why a file isn't a state file that can be used, or why a state can't be written.
public struct StateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
