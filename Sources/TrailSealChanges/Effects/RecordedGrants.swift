internal import TrailSealFormat
internal import TrailSealPrimitives

/// Reads the access control list in a record of `PutBucketAcl`.
enum RecordedGrants {
    private static let publicNames: Set<String> = ["public-read", "public-read-write", "authenticated-read"]

    private static let privateNames: Set<String> = [
        "private", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control", "log-delivery-write",
    ]

    /// Whether everybody gets a grant. Nil if the record has no list, or one that isn't understood.
    static func arePublic(_ request: RecordMembers) -> Bool? {
        let canned = request.texts("x-amz-acl")
        if canned.contains(where: publicNames.contains) { return true }
        let headers = ["full-control", "read", "read-acp", "write", "write-acp"].flatMap {
            let name = ByteString("x-amz-grant-\($0)")
            return request.texts(name) + request["accessControlList"].texts(name)
        }
        let list = request["AccessControlPolicy"]
        let grants = list["AccessControlList"].elements("Grant")
        let grantees = grants.map { $0["Grantee"] }
        let groups = grantees.compactMap { $0.text("URI", limit: EventRecord.nameLimit) }
        if (groups + headers).contains(where: isEverybody) { return true }
        let isGiven = !canned.isEmpty || !headers.isEmpty || list.isObject
        let inner = list["AccessControlList"]
        // An element without content is written as an empty string.
        let isEmpty = inner.value?.string == "" || (inner.isObject && inner.lacks("Grant"))
        let isListRead = !list.isObject || isEmpty || (!grantees.isEmpty && grantees.allSatisfy(isNamed))
        let isUnderstood =
            isListRead && canned.allSatisfy(privateNames.contains) && groups.allSatisfy(isOtherGroup)
            && headers.allSatisfy(isGrantees)
        return isGiven && isUnderstood ? false : nil
    }

    /// Whether a grantee says who it is: a group, or an owner of an account.
    private static func isNamed(_ grantee: RecordMembers) -> Bool {
        ["URI", "ID", "EmailAddress"].contains { grantee.text($0, limit: EventRecord.nameLimit) != nil }
    }

    /// Whether a group isn't everybody: the service that delivers logs (S3 User Guide, "Access control list (ACL) overview").
    private static func isOtherGroup(_ uri: String) -> Bool { uri.lowercased().hasSuffix("/groups/s3/logdelivery") }

    /// Whether the value of a header names grantees, as `id="…", uri="…"`, and no group that isn't known.
    private static func isGrantees(_ header: String) -> Bool {
        header.split(separator: ",").allSatisfy { part in
            let words = part.trimmingPrefix { $0 == " " }.lowercased()
            if words.hasPrefix("uri=") { return words.contains("/groups/s3/logdelivery") }
            return words.hasPrefix("id=") || words.hasPrefix("emailaddress=")
        }
    }

    /// Whether a text names a group of everybody, or of everybody with an AWS account (S3 User Guide, "Access control list (ACL)
    /// overview").
    private static func isEverybody(_ text: String) -> Bool {
        let text = text.lowercased()
        return text.contains("/groups/global/allusers") || text.contains("/groups/global/authenticatedusers")
    }
}
