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

        /// The account and Region that a chain records.
        init(_ chain: ChainID) {
            self.init(account: chain.accountID.description, region: chain.region.description)
        }
    }

    /// When and where a record was made.
    struct Moment: Sendable {
        let time: UnixTime
        let place: Place

        init(_ time: UnixTime, at place: Place) {
            self.time = time
            self.place = place
        }
    }

    /// The spans of each place. Those of several chains may overlap, but both starts and ends are in order.
    private let spans: [Place: [RecordedSpan]]

    /// Creates it from the results of the chains. Each chain records one account and Region. In the time of `lacking`, not all records
    /// could be looked at.
    init(_ chains: [ChainResult], lacking: [Place: [Interval]] = [:]) {
        self.init(
            chains.map { chain in
                let place = Place(chain.id)
                return (
                    place, lacking[place].map { RecordedSpan.subtracting($0, from: chain.recorded) } ?? chain.recorded
                )
            })
    }

    /// Creates it from spans of places, one element for each chain.
    package init(_ chains: [(place: Place, spans: [RecordedSpan])]) {
        spans = Dictionary(chains.map { ($0.place, $0.spans) }, uniquingKeysWith: +)
            .mapValues { RecordedSpan.joined($0, overlap: Self.handover) }
    }

    /// How long two chains must both record before one takes over from the other. Each may deliver an event of these minutes in a
    /// digest that the other one has, and this one lacks.
    private static let handover = UnixTime.hour

    /// The spans that hold every record from `time` on.
    private func spans(holding time: UnixTime, at place: Place) -> [RecordedSpan] {
        let all = spans[place] ?? []
        var (low, high) = (0, all.count)
        while low < high {
            let middle = low + (high - low) / 2
            if all[middle].to > time { high = middle } else { low = middle + 1 }
        }
        // The request that starts a chain is made before its first digest begins, and nothing was recorded before.
        return all[low...].prefix { $0.from - UnixTime.hour <= time }.filter { $0.isStart || $0.from <= time }
    }

    /// Returns the time from which on records may be lacking after a moment: its own time if they are lacking then.
    ///
    /// A stretch that begins with a starting digest counts from an hour earlier, unless an earlier stretch ends in that hour.
    func end(after moment: Moment) -> UnixTime {
        let (place, time) = (moment.place, moment.time)
        let holding = spans(holding: time, at: place)
        // An earlier stretch that holds the moment in truth comes before one that would only reach back to it.
        let own = holding.filter { $0.from <= time }
        return (own.isEmpty ? holding : own).map(\.to).max() ?? time
    }

    /// Returns the time since which every record is there at a moment. Nil if records are lacking then.
    func begin(before moment: Moment) -> UnixTime? {
        spans(holding: moment.time, at: moment.place).map(\.from).min()
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
    var moment: ObservedTime.Moment {
        ObservedTime.Moment(time, at: ObservedTime.Place(account: accountID, region: region))
    }
}

extension Change {
    /// When and where the record was made.
    var moment: ObservedTime.Moment {
        ObservedTime.Moment(time, at: ObservedTime.Place(account: accountID, region: region))
    }
}
