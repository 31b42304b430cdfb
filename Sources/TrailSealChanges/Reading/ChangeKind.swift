package import TrailSealControls
internal import TrailSealPrimitives

/// The kinds of events that change what the controls judge, or the life of the evidence (CHANGE-2). The raw values are the names
/// of the events. The table is closed: an event that isn't in it isn't a change.
package enum ChangeKind: String, CaseIterable, Sendable {
    // CloudTrail.
    case createTrail = "CreateTrail"
    case updateTrail = "UpdateTrail"
    case deleteTrail = "DeleteTrail"
    case startLogging = "StartLogging"
    case stopLogging = "StopLogging"
    case putEventSelectors = "PutEventSelectors"
    // The log bucket.
    case putBucketPolicy = "PutBucketPolicy"
    case deleteBucketPolicy = "DeleteBucketPolicy"
    case putBucketAcl = "PutBucketAcl"
    case putBucketPublicAccessBlock = "PutBucketPublicAccessBlock"
    case deleteBucketPublicAccessBlock = "DeleteBucketPublicAccessBlock"
    case putAccountPublicAccessBlock = "PutAccountPublicAccessBlock"
    case deleteAccountPublicAccessBlock = "DeleteAccountPublicAccessBlock"
    case putBucketLogging = "PutBucketLogging"
    case putBucketLifecycle = "PutBucketLifecycle"
    case deleteBucketLifecycle = "DeleteBucketLifecycle"
    case putBucketVersioning = "PutBucketVersioning"
    case putBucketReplication = "PutBucketReplication"
    case deleteBucketReplication = "DeleteBucketReplication"
    case putBucketObjectLockConfiguration = "PutBucketObjectLockConfiguration"
    case putObjectLockConfiguration = "PutObjectLockConfiguration"
    case putBucketEncryption = "PutBucketEncryption"
    case deleteBucketEncryption = "DeleteBucketEncryption"
    case deleteBucket = "DeleteBucket"
    // Objects below AWSLogs/ of the log bucket.
    case deleteObject = "DeleteObject"
    case deleteObjects = "DeleteObjects"
    case putObject = "PutObject"
    case copyObject = "CopyObject"
    case completeMultipartUpload = "CompleteMultipartUpload"
    case putObjectAcl = "PutObjectAcl"
    case restoreObject = "RestoreObject"
    // The trail's key.
    case disableKey = "DisableKey"
    case enableKey = "EnableKey"
    case scheduleKeyDeletion = "ScheduleKeyDeletion"
    case cancelKeyDeletion = "CancelKeyDeletion"
    case putKeyPolicy = "PutKeyPolicy"
    // The trail's log group.
    case deleteLogGroup = "DeleteLogGroup"
    case deleteLogStream = "DeleteLogStream"
    case putRetentionPolicy = "PutRetentionPolicy"
    case deleteRetentionPolicy = "DeleteRetentionPolicy"
    // The organization.
    case disableAWSServiceAccess = "DisableAWSServiceAccess"
    case removeAccountFromOrganization = "RemoveAccountFromOrganization"
    case leaveOrganization = "LeaveOrganization"
    case deregisterDelegatedAdministrator = "DeregisterDelegatedAdministrator"

    /// What an event of a kind is about.
    package enum Topic: Sendable {
        case trail, bucket, accountBlock, object, key, logGroup, organization
    }

    /// What it is about.
    package var topic: Topic {
        switch self {
        case .createTrail, .updateTrail, .deleteTrail, .startLogging, .stopLogging, .putEventSelectors: .trail
        case .putAccountPublicAccessBlock, .deleteAccountPublicAccessBlock: .accountBlock
        case .putBucketPolicy, .deleteBucketPolicy, .putBucketAcl, .putBucketPublicAccessBlock,
            .deleteBucketPublicAccessBlock, .putBucketLogging, .putBucketLifecycle, .deleteBucketLifecycle,
            .putBucketVersioning, .putBucketReplication, .deleteBucketReplication,
            .putBucketObjectLockConfiguration, .putObjectLockConfiguration, .putBucketEncryption,
            .deleteBucketEncryption, .deleteBucket:
            .bucket
        case .deleteObject, .deleteObjects, .putObject, .copyObject, .completeMultipartUpload, .putObjectAcl,
            .restoreObject:
            .object
        case .disableKey, .enableKey, .scheduleKeyDeletion, .cancelKeyDeletion, .putKeyPolicy: .key
        case .deleteLogGroup, .deleteLogStream, .putRetentionPolicy, .deleteRetentionPolicy: .logGroup
        case .disableAWSServiceAccess, .removeAccountFromOrganization, .leaveOrganization,
            .deregisterDelegatedAdministrator:
            .organization
        }
    }

    /// The services that send such events.
    var sources: [String] {
        switch topic {
        case .trail: ["cloudtrail.amazonaws.com"]
        case .bucket, .object: ["s3.amazonaws.com"]
        case .accountBlock: ["s3-control.amazonaws.com", "s3.amazonaws.com"]
        case .key: ["kms.amazonaws.com"]
        case .logGroup: ["logs.amazonaws.com"]
        case .organization: ["organizations.amazonaws.com"]
        }
    }

    /// The controls whose result it may change. Empty if it concerns the evidence alone.
    package var controls: [ControlID] {
        switch self {
        case .createTrail, .updateTrail: [.cloudTrail1, .cloudTrail2, .cloudTrail3, .cloudTrail4, .cloudTrail5]
        case .deleteTrail, .startLogging, .stopLogging: [.cloudTrail1, .cloudTrail3]
        case .putEventSelectors: [.cloudTrail1]
        case .putBucketPolicy, .deleteBucketPolicy, .putBucketAcl, .putBucketPublicAccessBlock,
            .deleteBucketPublicAccessBlock, .putAccountPublicAccessBlock, .deleteAccountPublicAccessBlock:
            [.cloudTrail6]
        case .putBucketLogging: [.cloudTrail7]
        case .disableKey, .enableKey, .scheduleKeyDeletion, .cancelKeyDeletion, .putKeyPolicy: [.cloudTrail2]
        case .deleteLogGroup, .deleteLogStream, .putRetentionPolicy, .deleteRetentionPolicy: [.cloudTrail5]
        default: []
        }
    }

    /// The kind that stands for the setting that an event sets: events that set and remove the same thing share it.
    var setting: ChangeKind {
        switch self {
        case .deleteBucketPolicy: .putBucketPolicy
        case .deleteBucketPublicAccessBlock: .putBucketPublicAccessBlock
        default: self
        }
    }

    /// The kinds by the bytes of their names.
    static let named: [[UInt8]: ChangeKind] = Dictionary(
        allCases.map { (Array($0.rawValue.utf8), $0) }
    ) { first, _ in first }
}
