internal import TrailSealPrimitives

/// Reads saved answers that are lines of text.
///
/// Either CSV (RFC 4180), whose first line names the columns `key`, `signature` and optionally `bucket`, separated by
/// commas, semicolons or tabs. Or raw HTTP headers, or the output of `s3cmd info`, which begins each object with the
/// line `s3://BUCKET/KEY (object):`.
struct AnswerLines {
    private enum Shape {
        /// Only empty lines were read so far.
        case unknown
        case csv(Columns)
        case headers
    }

    /// The columns of a CSV file.
    private struct Columns {
        let separator: UInt8
        let key: Int
        let bucket: Int?
        let members: [(column: Int, member: SignatureMetadata.Member)]

        /// Reads the header line. Returns nil if the line isn't one.
        init?(_ line: Span<UInt8>) {
            for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09] {
                if let columns = Self(line, separator: separator) {
                    self = columns
                    return
                }
            }
            return nil
        }

        private init?(_ line: Span<UInt8>, separator: UInt8) {
            let names = AnswerLines.fields(line, separator).map {
                SignatureMetadataParser.trimmed($0[...]).lowercased()
            }
            members = names.enumerated().compactMap { column, name in
                SignatureMetadata.Member(name: name).map { (column, $0) }
            }
            guard let key = names.firstIndex(of: "key"), members.contains(where: { $0.member == .signature }) else {
                return nil
            }
            self.separator = separator
            self.key = key
            bucket = names.firstIndex(of: "bucket")
        }
    }

    private var shape = Shape.unknown
    /// The start of a line whose end wasn't read yet.
    private var pending: [UInt8] = []
    // For headers: the current object and its metadata so far.
    private var address: ByteString?
    private var metadata = SignatureMetadata(fields: [])
    private var isAnyOfUse = false

    mutating func take(_ bytes: ArraySlice<UInt8>, _ body: (SignatureListing.Entry) -> Void) -> Bool {
        let span = bytes.span
        var start = 0
        for index in span.indices where span[index] == 0x0A || span[index] == 0x0D {
            if pending.isEmpty {
                read(span.extracting(start..<index), body)
            } else {
                span.extracting(start..<index).withUnsafeBufferPointer { pending.append(contentsOf: $0) }
                let line = pending
                pending.removeAll(keepingCapacity: true)
                read(line.span, body)
            }
            start = index + 1
        }
        span.extracting(start..<span.count).withUnsafeBufferPointer { pending.append(contentsOf: $0) }
        return pending.count <= SignatureListingReader.entryLimit
    }

    mutating func end(_ body: (SignatureListing.Entry) -> Void) -> Bool {
        let line = pending
        pending = []
        read(line.span, body)
        if case .headers = shape { close(body) }
        if case .csv = shape { return true }
        return isAnyOfUse
    }

    private mutating func read(_ line: Span<UInt8>, _ body: (SignatureListing.Entry) -> Void) {
        guard line.count > 0 else { return }
        switch shape {
        case .unknown:
            if let columns = Columns(line) {
                shape = .csv(columns)
            } else {
                shape = .headers
                header(line, body)
            }
        case .csv(let columns): row(line, columns, body)
        case .headers: header(line, body)
        }
    }

    // MARK: CSV

    /// Shortest useful row, in bytes. A digest's file name alone is longer.
    private static let shortestRow = 64

    private func row(_ line: Span<UInt8>, _ columns: Columns, _ body: (SignatureListing.Entry) -> Void) {
        guard line.count >= Self.shortestRow else { return }
        let fields = Self.fields(line, columns.separator)
        guard fields.indices.contains(columns.key) else { return }
        var metadata = SignatureMetadata(fields: [])
        for (column, member) in columns.members where fields.indices.contains(column) {
            metadata.set(member, fields[column])
        }
        let bucket = columns.bucket.flatMap { fields.indices.contains($0) ? ByteString(fields[$0]) : nil }
        let key = ByteString(fields[columns.key])
        if let entry = SignatureListing.Entry(bucket: bucket, key: key, metadata: metadata) { body(entry) }
    }

    private static func fields(_ line: Span<UInt8>, _ separator: UInt8) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = 0
        while index < line.count {
            let byte = line[index]
            index += 1
            if byte == UInt8(ascii: "\"") {
                if isQuoted, index < line.count, line[index] == byte {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted.toggle()
                }
            } else if byte == separator, !isQuoted {
                fields.append(field)
                field = []
            } else {
                field.append(byte)
            }
        }
        fields.append(field)
        return fields
    }

    // MARK: Headers

    private mutating func header(_ line: Span<UInt8>, _ body: (SignatureListing.Entry) -> Void) {
        if line.starts(with: Self.scheme.span),
            line.count >= Self.scheme.count + Self.ending.count,
            line.holds(Self.ending.span, at: line.count - Self.ending.count)
        {
            close(body)
            address = ByteString(line.extracting(0..<(line.count - Self.ending.count)))
            return
        }
        // The next of several appended answers begins.
        if line.starts(with: Self.status.span) { close(body) }
        guard line.contains(UInt8(ascii: ":")) else { return }
        for field in SignatureMetadataParser.headerFields(in: line.withUnsafeBufferPointer { Array($0) }) {
            if let member = SignatureMetadata.Member(name: field.name) { metadata.set(member, Array(field.value.utf8)) }
        }
    }

    private static let scheme = Array("s3://".utf8)
    private static let ending = Array(" (object):".utf8)
    private static let status = Array("HTTP/".utf8)

    private mutating func close(_ body: (SignatureListing.Entry) -> Void) {
        let entry = SignatureListing.Entry(bucket: nil, key: address, metadata: metadata)
        (address, metadata) = (nil, SignatureMetadata(fields: []))
        guard let entry, !entry.isEmpty else { return }
        isAnyOfUse = true
        body(entry)
    }
}
