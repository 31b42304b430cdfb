package import TrailSealPrimitives

/// One control change: an event in a verified log file that changes what a control judges, or the life of the evidence. Every
/// text is display text.
package struct ChangeRecord: Hashable, Sendable {
    /// Who made a request, as CloudTrail's `userIdentity` says.
    package struct Who: Hashable, Sendable {
        /// The type, for example `AssumedRole`.
        package var type: String?
        /// The ARN.
        package var arn: String?
        /// The ARN of the role of a session.
        package var issuer: String?
        /// Whether the session was authenticated with MFA; nil if the record doesn't say.
        package var isMFA: Bool?
        /// The id of the access key.
        package var accessKeyID: String?
        /// The AWS service that made the request.
        package var invokedBy: String?
        /// The account that the identity belongs to.
        package var accountID: String?
        /// The id of the identity.
        package var principalID: String?
        /// The name of a user or of a federated identity.
        package var userName: String?

        /// The shortest text that names somebody: the ARN, the service, a name, an id, the account or the type.
        var actor: String {
            let account = accountID.map { "account \($0)" }
            return arn ?? invokedBy ?? userName ?? principalID ?? account ?? type ?? "somebody unknown"
        }
    }

    /// What a change is about.
    package struct Subject: Hashable, Sendable {
        /// The kind of a subject. The raw values are the names of members.
        package enum Kind: String, Hashable, CaseIterable, Sendable { case trail, bucket, key, logGroup, account }
        /// The kind.
        package var kind: Kind
        /// The ARN of a trail; the name of a bucket or log group; the id or ARN of a key; the number of an account.
        package var id: String
        /// The key of an object in the bucket; nil if the change isn't about one object.
        package var object: String?
    }

    /// A verified log file that holds the event.
    package struct Proof: Hashable, Sendable {
        /// The bucket of the log file.
        package var bucket: String
        /// The key of the log file.
        package var logKey: String
        /// The SHA-256 of its inflated content, in hexadecimal.
        package var sha256: String
        /// The key of the verified digest file that lists it.
        package var digestKey: String
    }

    /// When the request was made.
    package var time: UnixTime
    /// The account that received the event.
    package var accountID: String?
    /// The Region of the request.
    package var region: String?
    /// The service.
    package var eventSource: String
    /// The name of the event.
    package var eventName: String
    /// The id of the event.
    package var eventID: String?
    /// Who made the request.
    package var who: Who
    /// The address from which the request came, or a service.
    package var sourceIP: String?
    /// The program that made the request.
    package var userAgent: String?
    /// Whether the request succeeded. If not, nothing changed.
    package var isDone: Bool
    /// The error code; nil if the request succeeded.
    package var error: String?
    /// What changed, in words.
    package var effect: String
    /// What it is about.
    package var subject: Subject
    /// The controls whose result it may change.
    package var controls: [String]
    /// The log files that hold the event.
    package var proofs: [Proof]

    /// `done` or `denied`.
    var outcome: String { isDone ? "done" : "denied" }
    /// Who made the request, in the shortest form that names somebody.
    var actor: String { who.actor }
}

/// The numbers of control changes.
package struct ChangeCounts: Hashable, Sendable {
    /// The changes in the report.
    package var changes: Int
    /// Changes that were counted only, because there are more than the limit.
    package var omitted: Int
    /// Events whose name is one of the table and whose record can't be read.
    package var unreadable: Int
    /// Events about buckets, keys and log groups that were counted only. They may or may not concern a trail.
    package var unconnectedOmitted: Int
}

/// The setting that a control judges, over time, for one trail or bucket.
package struct ControlHistory: Hashable, Sendable {
    /// A state of a setting.
    package enum State: String, Hashable, Sendable { case on, off, unknown }

    /// A time with one state.
    package struct Span: Hashable, Sendable {
        /// The state.
        package var state: State
        /// The beginning.
        package var from: UnixTime
        /// The end.
        package var to: UnixTime
        /// The id of the event that began it; nil if none did.
        package var eventID: String?
    }

    /// The ARN of the trail, or the name of the bucket.
    package var resource: String
    /// The spans, in order and without gaps.
    package var spans: [Span]
    /// The described state.
    package var atCapture: State
    /// The history in words.
    package var text: String
}
