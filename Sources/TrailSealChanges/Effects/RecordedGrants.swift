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
        let groups = grants.compactMap { $0["Grantee"].text("URI", limit: EventRecord.nameLimit) } + headers
        if groups.contains(where: isEverybody) { return true }
        let isGiven = !canned.isEmpty || !headers.isEmpty || list.isObject
        let isUnderstood = !list.isObject || list["AccessControlList"].value != nil
        return isGiven && isUnderstood && canned.allSatisfy(privateNames.contains) ? false : nil
    }

    /// Whether a text names a group of everybody, or of everybody with an AWS account (S3 User Guide, "Access control list (ACL)
    /// overview").
    private static func isEverybody(_ text: String) -> Bool {
        let text = text.lowercased()
        return text.contains("/groups/global/allusers") || text.contains("/groups/global/authenticatedusers")
    }
}
