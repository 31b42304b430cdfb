/// Why something couldn't be written.
package struct ExportFailure: Error, Sendable, CustomStringConvertible {
    /// The path and the cause.
    package let description: String
}
