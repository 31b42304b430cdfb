internal import ArgumentParser
internal import TrailSealFileTree
internal import TrailSealLibCrypto

/// Runs the body of a command and turns its outcome into an exit status.
enum Command {
    /// Runs `body`, and throws the `ExitCode` for the status that it returns or for its error.
    static func run(_ body: () throws -> ExitStatus, as style: ExitStyle = .sysexits) throws {
        do {
            throw ExitCode(style.code(of: try body()))
        } catch let error as ExitCode {
            throw error
        } catch let error as ValidationError {
            throw error
        } catch let error as OperationalError {
            throw style.failed(error.message, error.status)
        } catch let error as FileTreeError {
            throw style.failed("\(error)", .inputOutput)
        } catch {
            // An unexpected error must not look like a verdict.
            throw style.failed("internal error: \(error)", .internalError)
        }
    }
}

/// The convention that the exit status follows.
enum ExitStyle: String, ExpressibleByArgument, CaseIterable {
    /// The statuses of `ExitStatus`.
    case sysexits
    /// 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, with one line on standard output (Nagios, Icinga, Naemon).
    case nagios

    /// Creates the style that the arguments ask for, even if the arguments can't be parsed.
    init(asked arguments: [String]) {
        let name = "--exit-style"
        let values = arguments.indices.compactMap { index -> String? in
            if arguments[index] == name { return arguments.dropFirst(index + 1).first }
            return arguments[index].hasPrefix(name + "=") ? String(arguments[index].dropFirst(name.count + 1)) : nil
        }
        self = values.last.flatMap { Self(rawValue: $0) } ?? .sysexits
    }

    /// Returns the number with which the process ends.
    func code(of status: ExitStatus) -> Int32 {
        guard self == .nagios else { return status.rawValue }
        switch status {
        case .verified: return 0
        case .unverified, .controlFailed: return 1
        case .invalid: return 2
        default: return 3
        }
    }

    /// Prints why the command failed, and returns its exit code.
    func failed(_ message: String, _ status: ExitStatus) -> ExitCode {
        switch self {
        case .sysexits: Console.printError(message)
        case .nagios:
            let line = "CLOUDTRAIL UNKNOWN: \(message.replacing("|", with: "/"))\n"
            if !Console.write(line) { Console.printError(message) }
        }
        return ExitCode(code(of: status))
    }
}
