internal import TrailSealFormat
internal import TrailSealPrimitives
package import TrailSealVerification

/// The time for which verified logs hold every record of an account and Region, as far as any trail recorded it.
///
/// Outside this time, nobody knows whether a setting was changed. CloudTrail delivers a record some minutes after its event, so the
/// last minutes of a stretch are less sure than the rest. AWS gives no bound for it.
package struct ObservedTime: Sendable {
    /// Where events are recorded.
    package struct Place: Hashable, Sendable {
        let account: String?
        let region: String?

        package init(account: String?, region: String?) {
            self.account = account
            self.region = region
        }
    }

    /// When and where a record was made.
    struct Moment: Sendable {
        let time: UnixTime
        let place: Place

        init(_ time: UnixTime, account: String?, region: String?) {
            self.time = time
            place = Place(account: account, region: region)
        }
    }

    /// The spans of each place, joined, in order.
    private let spans: [Place: [RecordedSpan]]

    /// Creates it from the results of the chains. Each chain records one account and Region.
    package init(_ chains: [ChainResult]) {
        self.init(
            chains.map { chain in
                (
                    Place(account: chain.id.accountID.description, region: chain.id.region.description),
                    chain.recorded
                )
            })
    }

    /// Creates it from spans of places.
    package init(_ spans: [(place: Place, spans: [RecordedSpan])]) {
        self.spans = Dictionary(spans.map { ($0.place, $0.spans) }, uniquingKeysWith: +)
            .mapValues(RecordedSpan.joined)
    }

    /// Returns the time from which on records may be lacking after a moment: its own time if they are lacking then.
    ///
    /// The request that starts a chain is made before its first digest begins, and nothing was recorded before. So a
    /// stretch that begins with a starting digest counts from an hour earlier.
    func end(after moment: Moment) -> UnixTime {
        let span = (spans[moment.place] ?? []).first { $0.to > moment.time }
        guard let span, (span.isStart ? span.from - UnixTime.hour : span.from) <= moment.time else {
            return moment.time
        }
        return span.to
    }

    /// Returns the last stretch of a place.
    func last(at place: Place) -> Interval? {
        (spans[place] ?? []).last.map { Interval(from: $0.from, to: $0.to) }
    }

    /// Returns the time from the first stretch of some places to their last, ignoring gaps.
    func hull(of places: some Sequence<Place>) -> Interval? {
        let all = places.lazy.compactMap { spans[$0] }.joined()
        guard let from = all.lazy.map(\.from).min(), let to = all.lazy.map(\.to).max() else { return nil }
        return Interval(from: from, to: to)
    }
}

extension EventRecord {
    /// When and where the record was made.
    var moment: ObservedTime.Moment { ObservedTime.Moment(time, account: accountID, region: region) }
}

extension Change {
    /// When and where the record was made.
    var moment: ObservedTime.Moment { ObservedTime.Moment(time, account: accountID, region: region) }
}
