internal import ArgumentParser
internal import FileTree
internal import LibCrypto

/// What every command does with its outcome.
enum Command {
    /// Runs `body` and ends the process with the status that it gives, or with that of what stopped it.
    static func run(_ body: () throws -> ExitStatus) throws {
        let status: ExitStatus
        do {
            status = try body()
        } catch let error as OperationalError {
            Console.complain(error.message)
            status = error.status
        } catch let error as FileTreeError {
            Console.complain("\(error)")
            status = .inputOutput
        } catch let error as LibCryptoError {
            Console.complain("internal error: \(error)")
            status = .internalError
        }
        throw ExitCode(status.rawValue)
    }
}
