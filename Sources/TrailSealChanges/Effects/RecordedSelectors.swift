internal import TrailSealControls
internal import TrailSealFormat
internal import TrailSealPrimitives

/// Reads the event selectors in a record of `PutEventSelectors`.
enum RecordedSelectors {
    private static let operators = ["startsWith", "endsWith", "notEquals", "notStartsWith", "notEndsWith"]

    /// Whether each member of a classic selector has a known name, and can be read.
    private static func isUnderstood(_ selector: RecordMembers) -> Bool {
        let names: Set<ByteString> = [
            "readWriteType", "includeManagementEvents", "dataResources", "excludeManagementEventSources",
        ]
        guard let members = selector.value?.object, members.keys.allSatisfy(names.contains) else { return false }
        func isReadable(_ name: ByteString, _ isRead: Bool) -> Bool { selector.lacks(name) || isRead }
        return isReadable("readWriteType", selector.text("readWriteType") != nil)
            && isReadable("includeManagementEvents", selector.flag("includeManagementEvents") != nil)
            && isReadable("excludeManagementEventSources", selector.isList("excludeManagementEventSources"))
    }

    /// Returns the selectors as an answer of `GetEventSelectors` would have them.
    static func read(_ request: RecordMembers) -> EventSelectors {
        let classic = request.elements("eventSelectors").map { one in
            EventSelectors.Classic(
                readWriteType: one.text("readWriteType") ?? "All",
                includesManagementEvents: one.flag("includeManagementEvents") ?? true,
                excludedSources: one.texts("excludeManagementEventSources"), isUnderstood: isUnderstood(one))
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
