internal import TrailSealControls
internal import TrailSealFormat
internal import TrailSealPrimitives

/// Judges the bucket policy in a record of `PutBucketPolicy`, as CloudTrail.6 judges a described one.
enum RecordedPolicy {
    /// What a public statement may allow, in the order in which it is told.
    private static let deeds = [
        ("s3:GetObject", "to read"), ("s3:ListBucket", "to list"), ("s3:PutObject", "to write"),
        ("s3:DeleteObject", "to delete"),
    ]

    /// Reads the member `bucketPolicy`, which is an object, or its text.
    static func read(_ value: JSONValue?) -> ChangeDetail {
        let policy = value?.string.flatMap { try? JSONValue(Array($0.utf8)) } ?? value
        guard let policy else { return .policy(isPublic: nil, words: "bucket policy replaced") }
        switch BucketPolicyAnalysis.verdict(on: policy) {
        case .isPublic(let number):
            let statements = RecordMembers(policy).elements("Statement")
            let actions =
                statements.indices.contains(number - 1)
                ? statements[number - 1].texts("Action").prefix(actionLimit) : []
            let allowed = deeds.filter { deed in actions.contains { matches($0, deed.0) } }.map(\.1)
            return .policy(
                isPublic: true,
                words: "bucket policy replaced: "
                    + (allowed.isEmpty ? "public" : "allows everyone " + allowed.joined(separator: ", ")))
        case .isNotPublic: return .policy(isPublic: false, words: "bucket policy replaced: not public")
        case .undecided: return .policy(isPublic: nil, words: "bucket policy replaced")
        }
    }

    /// The most actions of a statement that are looked at, and the longest of them, in bytes. A policy has at most 20 KB.
    private static let actionLimit = 1_000
    private static let patternLimit = 256

    /// Whether a pattern of an action, with `*` and `?`, matches `action`. Case doesn't matter.
    static func matches(_ pattern: String, _ action: String) -> Bool {
        guard pattern.utf8.count <= patternLimit else { return false }
        let (pattern, text) = (ByteString(pattern).lowercasedASCII.bytes, ByteString(action).lowercasedASCII.bytes)
        // The positions in the pattern up to which the text so far may have matched.
        var reached = [Bool](repeating: false, count: pattern.count + 1)
        func pass(_ reached: inout [Bool]) {
            for (index, byte) in pattern.enumerated() where byte == UInt8(ascii: "*") && reached[index] {
                reached[index + 1] = true
            }
        }
        reached[0] = true
        pass(&reached)
        for byte in text {
            var next = [Bool](repeating: false, count: reached.count)
            for (index, wanted) in pattern.enumerated() where reached[index] {
                if wanted == UInt8(ascii: "*") {
                    next[index] = true
                } else if wanted == byte || wanted == UInt8(ascii: "?") {
                    next[index + 1] = true
                }
            }
            pass(&next)
            reached = next
        }
        return reached.last ?? false
    }
}

/// Reads the access control list in a record of `PutBucketAcl`.
enum RecordedGrants {
    private static let publicNames: Set<String> = ["public-read", "public-read-write", "authenticated-read"]

    /// Whether everybody gets a grant. Nil if the record has no list.
    static func arePublic(_ request: RecordMembers) -> Bool? {
        let canned = request.texts("x-amz-acl")
        if canned.contains(where: publicNames.contains) { return true }
        let headers = ["full-control", "read", "read-acp", "write", "write-acp"].flatMap {
            request.texts(ByteString("x-amz-grant-\($0)"))
        }
        let list = request["AccessControlPolicy"]
        let grants = list["AccessControlList"].elements("Grant")
        let groups = grants.compactMap { $0["Grantee"].text("URI", limit: EventRecord.nameLimit) } + headers
        if groups.contains(where: isEverybody) { return true }
        return canned.isEmpty && headers.isEmpty && !list.isObject ? nil : false
    }

    /// Whether a text names a group of everybody, or of everybody with an AWS account (S3 User Guide, "Access control list (ACL)
    /// overview").
    private static func isEverybody(_ text: String) -> Bool {
        let text = text.lowercased()
        return text.contains("/groups/global/allusers") || text.contains("/groups/global/authenticatedusers")
    }
}

/// Reads the event selectors in a record of `PutEventSelectors`.
enum RecordedSelectors {
    private static let operators = ["startsWith", "endsWith", "notEquals", "notStartsWith", "notEndsWith"]

    /// Returns the selectors as an answer of `GetEventSelectors` would have them.
    static func read(_ request: RecordMembers) -> EventSelectors {
        let classic = request.elements("eventSelectors").map { one in
            EventSelectors.Classic(
                readWriteType: one.text("readWriteType") ?? "All",
                includesManagementEvents: one.flag("includeManagementEvents") ?? true,
                excludedSources: one.texts("excludeManagementEventSources"), isUnderstood: one.isObject)
        }
        let advanced = request.elements("advancedEventSelectors").map { one in
            let fields = one.elements("fieldSelectors").map { field in
                EventSelectors.Advanced.Field(
                    name: field.text("field") ?? "", equals: field.texts("equals"),
                    others: operators.compactMap { name in
                        let values = field.texts(ByteString(name))
                        return values.isEmpty ? nil : EventSelectors.Advanced.Condition(name: name, values: values)
                    })
            }
            return EventSelectors.Advanced(
                fields: fields, isUnderstood: fields.allSatisfy { !($0.equals.isEmpty && $0.others.isEmpty) })
        }
        return EventSelectors(classic: classic, advanced: advanced, isUnderstood: true)
    }
}
