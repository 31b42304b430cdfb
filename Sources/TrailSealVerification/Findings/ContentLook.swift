public import TrailSealPrimitives

/// What the content of a damaged or replaced file looks like, so that a reader recognizes a failed download (LOG-18).
/// It proves nothing, because anybody can write such content.
public enum ContentLook: Hashable, Sendable {
    /// An error answer of S3, saved as the file. `code` is its `Code` element, cut after `codeLimit` bytes.
    case s3Error(code: ByteString)
    /// Another error message of AWS or its CLI, as JSON or text. `code` is its code, cut after `codeLimit` bytes, or
    /// empty if it names none.
    case errorMessage(code: ByteString)
    /// An HTML page, such as the sign-in page of a proxy.
    case html
    /// Gzip inside gzip: the file was compressed twice.
    case gzipAgain
    /// Nothing: the content has no bytes.
    case empty
    /// The file ends before its content does.
    case cut
    /// A digest file in the place of a log.
    case digestFile
    /// A log file in the place of a digest.
    case logFile
    /// A log file in a log's place, but with spaces or lines that CloudTrail doesn't write.
    case reformattedLog
    /// A saved answer of `aws s3api head-object`.
    case savedAnswer
    /// A file of another compression or archive format.
    case archive(Archive)
    /// Only zero bytes, in the part that was examined.
    case zeros
    /// Text that isn't JSON.
    case text

    /// Compression and archive formats that their first bytes identify.
    public enum Archive: String, CaseIterable, Sendable {
        /// The usual name of each format.
        case zip, tar, bzip2, xz, zstd
        /// The 7z format.
        case sevenZip = "7z"
    }

    /// Number of bytes at the beginning of the content that are examined.
    public static let beginningLimit = 512
    /// Greatest length, in bytes, of an error code that is kept.
    public static let codeLimit = 64

    /// Examines the beginning of a content. Nil if it looks like nothing listed here, as genuine content does.
    ///
    /// - Parameters:
    ///   - beginning: The beginning of the inflated content. Bytes after the first `beginningLimit` are ignored.
    ///   - isCut: Whether the file ended before its content did.
    ///   - kind: What should be in the file's place.
    public init?(beginning: [UInt8], isCut: Bool = false, inPlaceOf kind: FindingDetail.FileKind = .log) {
        let bytes = beginning.prefix(Self.beginningLimit)
        var markup = BeginningOfText(bytes)
        let text = StartOfText(bytes)
        if beginning.starts(with: [0x1F, 0x8B, 0x08]) {
            self = .gzipAgain
        } else if let code = markup.s3ErrorCode() {
            self = .s3Error(code: ByteString(code.prefix(Self.codeLimit)))
        } else if markup.isHTML {
            self = .html
        } else if let code = text.errorCode {
            self = .errorMessage(code: ByteString(code.prefix(Self.codeLimit)))
        } else if isCut {
            self = .cut
        } else if beginning.isEmpty {
            self = .empty
        } else if let archive = Archive(beginning: bytes) {
            self = .archive(archive)
        } else if bytes.allSatisfy({ $0 == 0 }) {
            self = .zeros
        } else if let object = text.object {
            switch (object, kind) {
            case (.log, .digest): self = .logFile
            case (.log, .log) where text.isReformatted: self = .reformattedLog
            case (.digest, .log): self = .digestFile
            case (.savedAnswer, _): self = .savedAnswer
            case (.log, .log), (.digest, .digest): return nil
            }
        } else if text.isPlain {
            self = .text
        } else {
            return nil
        }
    }
}

extension ContentLook.Archive {
    /// Recognizes a format by its first bytes. Nil if there is none. The bytes of zstd are from RFC 8878, the others
    /// from each format's own description.
    fileprivate init?(beginning bytes: ArraySlice<UInt8>) {
        func begins(_ magic: [UInt8], at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: magic) }
        if begins([0x50, 0x4B, 0x03, 0x04]) || begins([0x50, 0x4B, 0x05, 0x06]) {
            self = .zip
        } else if begins(Array("ustar".utf8), at: 257) {
            self = .tar
        } else if begins(Array("BZh".utf8)) {
            self = .bzip2
        } else if begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
            self = .xz
        } else if begins([0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstd
        } else if begins([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) {
            self = .sevenZip
        } else {
            return nil
        }
    }
}

/// The beginning of a text in a markup language, after anything that may precede its first element.
private struct BeginningOfText {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
        skip([0xEF, 0xBB, 0xBF])
        skipSpace()
        // Skips a declaration, style sheets and comments. Each turn consumes at least two bytes, so the loop ends.
        while skip(Array("<?".utf8), through: Array("?>".utf8)) || skip(Array("<!--".utf8), through: Array("-->".utf8))
        {
            skipSpace()
        }
    }

    /// Whether the text is an HTML page. The names are compared without regard to case.
    var isHTML: Bool {
        var text = self
        if text.skip(Array("<!doctype".utf8), anyCase: true) {
            text.skipSpace()
            return text.skip(Array("html".utf8), anyCase: true) && text.isAtEndOfName
        }
        return text.skip(Array("<html".utf8), anyCase: true) && text.isAtEndOfName
    }

    /// The content of `Code` in the element `Error`, as in an S3 error answer. Nil if the text isn't one.
    mutating func s3ErrorCode() -> ArraySlice<UInt8>? {
        var text = self
        guard text.skip(Array("<Error".utf8)), text.isAtEndOfName, text.skipPast(Array("<Code>".utf8)) else {
            return nil
        }
        text.skipSpace()
        guard let end = text.rest.firstIndex(of: UInt8(ascii: "<")) else { return nil }
        let code = text.rest[..<end]
        let length = code.reversed().drop(while: Self.isSpace).count
        return length == 0 ? nil : code.prefix(length)
    }

    // MARK: Steps

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Whether the name that was just read ends here.
    private var isAtEndOfName: Bool {
        rest.first.map { Self.isSpace($0) || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/") } ?? false
    }

    private mutating func skipSpace() { rest = rest.drop(while: Self.isSpace) }

    /// Skips `word` if the rest begins with it, and returns whether it did. With `anyCase`, `word` is in small letters.
    @discardableResult
    private mutating func skip(_ word: [UInt8], anyCase: Bool = false) -> Bool {
        let found = rest.prefix(word.count)
        guard
            found.elementsEqual(
                word, by: { $0 == $1 || anyCase && (0x41...0x5A).contains($0) && $0 | 0x20 == $1 })
        else { return false }
        rest = rest.dropFirst(word.count)
        return true
    }

    /// Skips from `opening` through `closing`, or nothing if one of them is absent.
    private mutating func skip(_ opening: [UInt8], through closing: [UInt8]) -> Bool {
        var text = self
        guard text.skip(opening), text.skipPast(closing) else { return false }
        self = text
        return true
    }

    /// Skips everything through the first `word`, or nothing if it is absent.
    private mutating func skipPast(_ word: [UInt8]) -> Bool {
        var text = self
        while !text.rest.isEmpty {
            if text.skip(word) {
                self = text
                return true
            }
            text.rest = text.rest.dropFirst()
        }
        return false
    }
}
