internal import CloudTrailFormat
internal import Primitives

/// Whether a bucket policy is public, by S3's definition (S3 User Guide, "The meaning of public"): a policy is taken
/// for public until every statement that allows something is shown to be for fixed principals or fixed conditions.
enum BucketPolicyAnalysis {
    enum Verdict: Equatable {
        /// `statement` counts from 1.
        case isPublic(statement: Int)
        case isNotPublic
        case undecided(reason: String)
    }

    static func verdict(on text: String) -> Verdict {
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue(Array(text.utf8))
        } catch {
            return .undecided(reason: "it is not JSON: \(error)")
        }
        let statements: [JSONValue]
        switch document.object?["Statement"] {
        case .array(let list)?: statements = list
        case .object(let statement)?: statements = [.object(statement)]
        default: return .undecided(reason: "it has no Statement")
        }
        var doubt: String?
        for (index, statement) in statements.enumerated() {
            guard let members = statement.object, let effect = members["Effect"]?.string else {
                doubt = doubt ?? "statement \(index + 1) has no Effect"
                continue
            }
            switch effect {
            case "Deny": continue
            case "Allow":
                if !isPrincipalFixed(members) && !isPinned(members["Condition"]) {
                    return .isPublic(statement: index + 1)
                }
            default: doubt = doubt ?? "statement \(index + 1) has an Effect that is neither Allow nor Deny"
            }
        }
        return doubt.map { .undecided(reason: $0) } ?? .isNotPublic
    }

    // MARK: Principals

    private static func isPrincipalFixed(_ statement: [ByteString: JSONValue]) -> Bool {
        guard statement["NotPrincipal"] == nil else { return false }
        switch statement["Principal"] {
        case .string(let name)?: return isFixed(name)
        case .object(let kinds)?:
            return !kinds.isEmpty
                && kinds.allSatisfy { kind, names in
                    // A web identity is anybody who has one.
                    ["AWS", "Service", "CanonicalUser"].contains(kind)
                        && (texts(names).map { !$0.isEmpty && $0.allSatisfy(isFixed) } ?? false)
                }
        default: return false
        }
    }

    /// Whether a value stands for itself alone: no wildcard, no policy variable.
    static func isFixed(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return !bytes.isEmpty && !bytes.contains(UInt8(ascii: "*")) && !bytes.contains(UInt8(ascii: "?"))
            && !zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "$") && $1 == UInt8(ascii: "{") }
    }

    /// One text or several; nil for anything else.
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

    /// Operators that hold only where the key has one of the values.
    private static let positiveOperators: Set<ByteString> = [
        "stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress",
    ]

    private static let anyValue: ByteString = "foranyvalue:"

    /// Keys whose fixed value makes a statement one for somebody in particular.
    private static let pinningKeys: Set<ByteString> = [
        "aws:sourceip", "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount",
        "aws:userid", "aws:principalorgid", "aws:principalarn", "aws:principalaccount",
        "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:dataaccesspointarn", "s3:dataaccesspointaccount",
    ]

    private static func isPinned(_ condition: JSONValue?) -> Bool {
        guard let operators = condition?.object else { return false }
        return operators.contains { name, keys in
            var name = name.lowercasedASCII
            if name.hasPrefix(anyValue) { name = ByteString(name.bytes.dropFirst(anyValue.count)) }
            guard positiveOperators.contains(name), let keys = keys.object else { return false }
            return keys.contains { key, value in
                let key = key.lowercasedASCII
                // No value at all is no condition that anything could fulfil; it is not taken for a proof.
                guard pinningKeys.contains(key), let values = texts(value), !values.isEmpty else { return false }
                return values.allSatisfy { pins(key, $0) }
            }
        }
    }

    private static func pins(_ key: ByteString, _ value: String) -> Bool {
        switch key {
        case "aws:sourceip": AddressRange(value)?.isNarrow ?? false
        case "s3:dataaccesspointarn": isFixed(value) || isAccessPointOfFixedAccount(value)
        default: isFixed(value)
        }
    }

    /// `arn:PARTITION:s3:REGION:ACCOUNT:accesspoint/...` with a wildcard behind the account only.
    private static func isAccessPointOfFixedAccount(_ arn: String) -> Bool {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        return parts.count == 6 && parts[0...4].allSatisfy { isFixed($0) }
            && AWSIdentifier.isAccountID(Array(parts[4].utf8)[...])
    }
}
