import Foundation

@testable import TrailSealChanges

/// Log files for tests.
enum LogText {
    /// An event with a name, as CloudTrail writes it.
    static func event(_ name: String, id: String = "e1", source: String = "cloudtrail.amazonaws.com") -> String {
        "{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/eve\"},"
            + "\"eventTime\":\"2026-10-01T02:10:00Z\",\"eventSource\":\"\(source)\",\"eventName\":\"\(name)\","
            + "\"awsRegion\":\"us-east-1\",\"sourceIPAddress\":\"192.0.2.7\",\"requestParameters\":{\"name\":\"management\"},"
            + "\"responseElements\":null,\"eventID\":\"\(id)\",\"recipientAccountId\":\"111122223333\"}"
    }

    /// A log file with events.
    static func file(_ events: [String]) -> [UInt8] { Array("{\"Records\":[\(events.joined(separator: ","))]}".utf8) }

    /// Returns the records in a file that is read in pieces of at most `size` bytes.
    static func read(_ content: [UInt8], pieces size: Int = 1 << 16) -> LogContentReader.Found {
        let reader = LogContentReader(buffer: [])
        content.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: size) {
                reader.take(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + size, bytes.count)]))
            }
        }
        return reader.read()
    }

    /// Returns the names of the events that the scanner finds, piece by piece.
    static func scanned(_ content: [UInt8], pieces size: Int) -> [String] {
        var scanner = EventScanner { ChangeKind.named[Array($0)] != nil }
        var found: [String] = []
        content.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: size) {
                scanner.read(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + size, bytes.count)])) {
                    event in
                    found.append(String(decoding: event, as: UTF8.self))
                }
            }
        }
        return found
    }
}
