public import Foundation

/// Vectors of other projects (`TestPaths.vectors`).
public enum VectorFiles {
    /// Whether the vectors exist. For `.enabled(if:)`, so that a machine without them shows their tests as skipped.
    public static let arePresent = TestPaths.exists(TestPaths.vectors)

    /// The content of a file.
    public static func data(_ name: String) throws -> Data {
        try Data(contentsOf: TestPaths.vectors.appending(path: name))
    }

    /// The bytes of a file.
    public static func bytes(_ name: String) throws -> [UInt8] { Array(try data(name)) }

    /// The decoded content of a JSON file. Names in snake_case become camelCase.
    public static func json<Value: Decodable>(_ name: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Value.self, from: data(name))
    }

    /// Reads a NIST response file. Each block between empty lines is a list of names and values. `[name = value]` is a
    /// block of its own.
    public static func nist(_ name: String) throws -> [[(name: String, value: String)]] {
        let text = String(decoding: try bytes(name).filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        return text.split(separator: "\n\n").map { block in
            block.split(separator: "\n").compactMap { line in
                guard !line.hasPrefix("#") else { return nil }
                let parts = line.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).split(
                    separator: "=", maxSplits: 1)
                guard parts.count == 2 else { return nil }
                return (
                    parts[0].trimmingCharacters(in: .whitespaces), parts[1].trimmingCharacters(in: .whitespaces)
                )
            }
        }
    }
}

/// Returns the bytes of hexadecimal text. Throws for any other text, so that a vector that can't be read fails its
/// test.
public func hex(_ text: String) throws -> [UInt8] {
    let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { throw NotHexadecimal(text: text) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

/// A text that isn't hexadecimal.
private struct NotHexadecimal: Error { let text: String }
