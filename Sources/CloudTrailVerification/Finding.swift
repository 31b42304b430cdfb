public import CloudTrailFormat
public import Primitives

/// One thing that the verifier found, with what it rests on.
public struct Finding: Sendable {
    public let code: FindingCode
    /// The code's weight, or `note` where the user allowed it.
    public internal(set) var verdict: FindingVerdict
    /// Whether the user allowed it.
    public internal(set) var isAllowed = false
    public var bucket: ByteString?
    public var key: ByteString?
    /// The file concerned, as the user would name it.
    public var path: ByteString?
    /// One or two sentences in English.
    public var message: String
    /// What the signed record says; a hash or a location.
    public var expected: String?
    /// What is there.
    public var actual: String?
    /// Beginning of an interval.
    public var from: UnixTime?
    /// End of an interval, exclusive.
    public var to: UnixTime?
    public var count: Int?
    public var chain: ChainID?

    /// Its interval.
    var span: TimeSpan? {
        guard let from, let to else { return nil }
        return TimeSpan(from: from, to: to)
    }

    /// What an allowance may select by, beside the chain.
    var subject = Subject()

    struct Subject: Sendable {
        /// Account and region of a file that belongs to no chain.
        var accountID: ByteString?
        var region: ByteString?
        /// The moment it is about: a digest's end, a log's stamp.
        var time: UnixTime?
        /// The digest concerned.
        var node: Int?
        /// Whether it is about the newest digest of a chain whose predecessor is verified.
        var isAllowableHead = false
    }

    init(_ code: FindingCode, _ message: String) {
        self.code = code
        self.message = message
        verdict = code.weight
    }

    /// Canonical order: account, region, trail, time, key, code, path; null first; bytewise.
    static func precedes(_ left: Finding, _ right: Finding) -> Bool {
        if let answer = order(left.chain?.accountID, right.chain?.accountID) { return answer }
        if let answer = order(left.chain?.region, right.chain?.region) { return answer }
        if let answer = order(left.chain?.trail, right.chain?.trail) { return answer }
        if let answer = order(left.from, right.from) { return answer }
        if let answer = order(left.key, right.key) { return answer }
        if let answer = order(ByteString(left.code.rawValue), ByteString(right.code.rawValue)) { return answer }
        if let answer = order(left.path, right.path) { return answer }
        if let answer = order(left.chain, right.chain) { return answer }
        if let answer = order(left.bucket, right.bucket) { return answer }
        if let answer = order(left.to, right.to) { return answer }
        return left.message.utf8.lexicographicallyPrecedes(right.message.utf8)
    }

    private static func order<Value: Comparable>(_ left: Value?, _ right: Value?) -> Bool? {
        switch (left, right) {
        case (nil, nil): nil
        case (nil, _): true
        case (_, nil): false
        case (let left?, let right?): left == right ? nil : left < right
        }
    }
}
