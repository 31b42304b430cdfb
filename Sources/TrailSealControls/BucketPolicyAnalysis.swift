package import TrailSealFormat
internal import TrailSealPrimitives

/// Decides whether a bucket policy is public, by S3's definition (S3 User Guide, "The meaning of public";
/// CONTROL-17). A policy is public unless every statement that allows something is limited to fixed principals or
/// fixed conditions.
package enum BucketPolicyAnalysis {
    /// Whether a policy is public.
    package enum Verdict: Equatable {
        /// The number of the first public statement, from 1.
        case isPublic(statement: Int)
        case isNotPublic
        case undecided(reason: String)
    }

    /// Analyzes the text of a policy.
    static func verdict(on text: String) -> Verdict {
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue(Array(text.utf8))
        } catch {
            return .undecided(reason: "it isn't JSON: \(error)")
        }
        return verdict(on: document)
    }

    /// Analyzes a policy.
    package static func verdict(on document: JSONValue) -> Verdict {
        guard let statements = statements(of: document) else { return .undecided(reason: "it has no Statement") }
        var doubt: String?
        for (index, statement) in statements.enumerated() {
            switch reach(of: statement) {
            case .anybody: return .isPublic(statement: index + 1)
            case .somebody: continue
            case .unclear(let reason): doubt = doubt ?? "statement \(index + 1) \(reason)"
            }
        }
        return doubt.map { .undecided(reason: $0) } ?? .isNotPublic
    }

    /// Returns the statements that allow anybody something.
    package static func publicStatements(of document: JSONValue) -> [JSONValue] {
        (statements(of: document) ?? []).filter { reach(of: $0) == .anybody }
    }

    private static func statements(of document: JSONValue) -> [JSONValue]? {
        switch document.object?["Statement"] {
        case .array(let list)?: list
        case .object(let statement)?: [.object(statement)]
        default: nil
        }
    }

    /// Returns the bucket that the policy is about, if it isn't `name`. S3 accepts only policies about the bucket
    /// itself and its objects. Nil if a resource doesn't name exactly one bucket, or names `name`.
    static func bucket(of text: String, unless name: ByteString) -> ByteString? {
        guard let document = try? JSONValue(Array(text.utf8)), let statement = document.object?["Statement"] else {
            return nil
        }
        var found: ByteString?
        for statement in statement.array ?? [statement] {
            guard let resources = statement.object?["Resource"].flatMap(texts) else { return nil }
            for resource in resources {
                // arn:PARTITION:s3:::BUCKET/KEY
                guard let arn = ARN(resource), arn.service == "s3",
                    let bucket = arn.resource.split(separator: "/").first,
                    isFixed(String(bucket)), ByteString(String(bucket)) != name
                else { return nil }
                found = found ?? ByteString(String(bucket))
            }
        }
        return found
    }

    /// Whom a statement, its principal or its condition lets in.
    private enum Reach: Equatable {
        case anybody
        /// Only named principals, or nobody if the statement denies.
        case somebody
        /// The text isn't a valid policy.
        case unclear(reason: String)
    }

    private static let members: Set<ByteString> = [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    ]

    private static func reach(of statement: JSONValue) -> Reach {
        guard let object = statement.object, let effect = object["Effect"]?.string else {
            return .unclear(reason: "has no Effect")
        }
        if let stranger = object.keys.filter({ !members.contains($0) }).min() {
            return .unclear(reason: "has the member \(stranger), which no policy has")
        }
        switch effect {
        case "Deny": return .somebody
        case "Allow": break
        default: return .unclear(reason: "has an Effect that is neither Allow nor Deny")
        }
        let (principal, condition) = (principal(object), object["Condition"].map(reach(ofCondition:)) ?? .anybody)
        if principal == .somebody || condition == .somebody { return .somebody }
        return principal == .anybody ? condition : principal
    }

    // MARK: Principals

    private static func principal(_ statement: [ByteString: JSONValue]) -> Reach {
        guard statement["NotPrincipal"] == nil, let principal = statement["Principal"] else { return .anybody }
        switch principal {
        case .string(let name): return isFixed(name) ? .somebody : .anybody
        case .object(let kinds):
            var (isOpen, isClear) = (kinds.isEmpty, true)
            for (kind, names) in kinds {
                guard ["AWS", "Service", "CanonicalUser", "Federated"].contains(kind), let names = texts(names) else {
                    isClear = false
                    continue
                }
                // Anybody can get a web identity.
                if kind == "Federated" || names.isEmpty || !names.allSatisfy(isFixed) { isOpen = true }
            }
            if isOpen { return .anybody }
            return isClear ? .somebody : .unclear(reason: "has a principal that doesn't have AWS's form")
        default: return .unclear(reason: "has a principal that doesn't have AWS's form")
        }
    }

    /// Whether a value has no wildcard and no policy variable, and so matches only itself.
    static func isFixed(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return !bytes.isEmpty && !bytes.contains(UInt8(ascii: "*")) && !bytes.contains(UInt8(ascii: "?"))
            && !zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "$") && $1 == UInt8(ascii: "{") }
    }

    /// Returns one or several strings. Nil for anything else.
    private static func texts(_ value: JSONValue) -> [String]? {
        switch value {
        case .string(let text): return [text]
        case .number(let number): return [String(number)]
        case .array(let items):
            var found: [String] = []
            for item in items {
                guard let text = texts(item), text.count == 1 else { return nil }
                found += text
            }
            return found
        default: return nil
        }
    }

    // MARK: Conditions

    /// Operators that match only if the key has one of the values.
    private static let positiveOperators: Set<ByteString> = [
        "stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress",
    ]

    private static let anyValue: ByteString = "foranyvalue:"

    /// Keys that limit a statement to particular callers if their value is fixed.
    private static let pinningKeys: Set<ByteString> = [
        "aws:sourceip", "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount",
        "aws:userid", "aws:principalorgid", "aws:principalarn", "aws:principalaccount", "s3:dataaccesspointarn",
        "s3:dataaccesspointaccount",
    ]

    private static func reach(ofCondition condition: JSONValue) -> Reach {
        guard let operators = condition.object else { return .unclear(reason: "has a condition that isn't an object") }
        var isClear = true
        for (name, keys) in operators {
            var name = name.lowercasedASCII
            if name.hasPrefix(anyValue) { name = ByteString(name.bytes.dropFirst(anyValue.count)) }
            guard let keys = keys.object else {
                isClear = false
                continue
            }
            for (key, value) in keys {
                let key = key.lowercasedASCII
                guard let values = texts(value) else {
                    isClear = false
                    continue
                }
                // A condition without values matches nothing. It isn't taken as proof.
                if positiveOperators.contains(name), pinningKeys.contains(key), !values.isEmpty,
                    values.allSatisfy({ pins(key, $0) })
                {
                    return .somebody
                }
            }
        }
        return isClear ? .anybody : .unclear(reason: "has a condition that doesn't have AWS's form")
    }

    private static func pins(_ key: ByteString, _ value: String) -> Bool {
        switch key {
        case "aws:sourceip": AddressRange(value)?.isNarrow ?? false
        case "s3:dataaccesspointarn": isFixed(value) || isAccessPointOfFixedAccount(value)
        default: isFixed(value)
        }
    }

    /// Whether the ARN is `arn:PARTITION:s3:REGION:ACCOUNT:accesspoint/…`, with wildcards only after the account.
    private static func isAccessPointOfFixedAccount(_ text: String) -> Bool {
        guard let arn = ARN(text) else { return false }
        return [arn.partition, arn.service, arn.region, arn.accountID].allSatisfy { isFixed($0) }
            && AWSIdentifier.isAccountID(Array(arn.accountID.utf8)[...])
    }
}
