internal import Synchronization
internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// `index.jsonl`: one line for each exported file, in the order of bucket and key.
final class ExportIndex: Sendable {
    /// Its name in the output folder.
    static let name: ByteString = "index.jsonl"

    private struct Entry {
        let location: S3Location
        let hash: SHA256Digest
        let digest: S3Location
    }

    private let entries = Mutex<[Entry]>([])

    /// Adds a log that was exported.
    func add(_ log: OfferedLog) {
        entries.withLock { $0.append(Entry(location: log.location, hash: log.hash, digest: log.digest)) }
    }

    /// Writes the index into the output folder, all at once.
    func write(to folder: ByteString, number: Int) throws(ExportFailure) {
        let writer = try SpoolWriter.file(folder.appending(component: Self.name), number: number)
        for entry in entries.withLock({ $0 }).sorted(by: { $0.location < $1.location }) {
            Self.line(entry).withUnsafeBytes { writer.write($0) }
        }
        try writer.commit()
    }

    private static func line(_ entry: Entry) -> [UInt8] {
        // Keys come from JSON, so they are UTF-8.
        func text(_ bytes: ByteString) -> JSONWriter { .string(String(decoding: bytes.bytes, as: UTF8.self)) }
        let line = JSONWriter.object([
            ("bucket", text(entry.location.bucket)), ("key", text(entry.location.key)),
            ("sha256", .string(entry.hash.hex)), ("digest", text("s3://" + entry.digest.joined)),
        ])
        return Array((line.serialized() + "\n").utf8)
    }
}
