/// The style sheet for screens of any width, in light and dark mode, and for paper. Colors are variables; drawings use classes
/// instead of fixed colors.
enum HTMLStyle {
    /// The whole style sheet.
    static let sheet = [colours, text, front, tables, timeline, narrow, paper].joined(separator: "\n")

    /// The rules for control changes, for reports that have them.
    static let changes = """
        .mark-c { fill: var(--link); stroke: var(--paper); stroke-width: .75; } .outcome-denied { color: var(--warn); font-weight: 600; } .around { margin: .2rem 0; } #changes td { min-width: 6rem; } #changes td.time { min-width: 0; } #changes ul { margin: .2rem 0; padding-left: 1rem; } #changes summary { color: var(--link); cursor: pointer; white-space: nowrap; }
        """

    private static let colours = """
        :root { color-scheme: light dark; --ok: #18733f; --warn: #8a5200; --bad: #b3221b; --ink: #1b2330; --soft: #525d6b; --line: #cfd6df; --paper: #fff; --tint: #f4f6f9; --link: #1a56b0; --bar: #3f9d68; --mark: #7a1010; }
        @media screen and (prefers-color-scheme: dark) { :root { --ok: #63cf93; --warn: #eab654; --bad: #ff8a80; --ink: #e7ebf1; --soft: #aab4c1; --line: #3b4553; --paper: #12161c; --tint: #1b212a; --link: #8fbcff; --bar: #3f9d68; --mark: #ffb3ab; } }
        .is-verified, .is-PASSED { color: var(--ok); } .is-unverified, .is-WARNING, .is-NOT_AVAILABLE { color: var(--warn); } .is-invalid, .is-FAILED { color: var(--bad); }
        .verified, .allowed, .note { --tone: var(--soft); } .verified { --tone: var(--ok); } .unverified { --tone: var(--warn); } .invalid { --tone: var(--bad); }
        """

    private static let text = """
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem 1.5rem 4rem; max-width: 80rem; color: var(--ink); background: var(--paper); font: 15px/1.45 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; overflow-wrap: break-word; }
        h1 { font-size: 1.35rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .7rem; border-bottom: 1px solid var(--line); padding-bottom: .2rem; } h3 { font-size: 1rem; margin: 1.3rem 0 .4rem; }
        p { margin: .5rem 0; } ul { margin: .5rem 0; padding-left: 1.25rem; } a { color: var(--link); }
        .soft { color: var(--soft); } .word { white-space: nowrap; } code, pre, .mono { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .86em; overflow-wrap: anywhere; } [class^="is-"] { font-weight: 600; }
        pre { white-space: pre-wrap; margin: .5rem 0; padding: .6rem .8rem; background: var(--tint); border: 1px solid var(--line); }
        dl { margin: .6rem 0; } dl div { display: grid; grid-template-columns: minmax(9rem, 12rem) 1fr; gap: 0 1rem; padding: .12rem 0; } dt { color: var(--soft); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
        dl.facts { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; margin: .2rem 0 .8rem; font-size: .92em; } dl.facts div { display: block; padding: 0; } dl.facts dt, dl.facts dd { display: inline; } dl.facts dt { margin-right: .35rem; }
        """

    private static let front = """
        .front > section > h2:first-child, .front > nav > h2:first-child { margin-top: 0; }
        .front { display: grid; gap: 1.2rem 1.6rem; grid-template-columns: minmax(0, 1fr); }
        @media screen and (min-width: 64rem) { .front.found { grid-template: "result findings" "totals findings" "scope findings" "contents findings" 1fr / 21rem minmax(0, 1fr); } .found .result { grid-area: result; } .found .findings { grid-area: findings; } .found .totals { grid-area: totals; } .found .scope { grid-area: scope; } .found .contents { grid-area: contents; } .found dl div { grid-template-columns: 6.5rem 1fr; } }
        .verdict { padding: .7rem 1rem; border-left: .5rem solid var(--tone); background: var(--tint); } .verdict p { margin: .3rem 0; } .outcome strong { font-size: 1.8rem; line-height: 1.1; letter-spacing: .02em; text-transform: uppercase; margin-right: .3rem; }
        .causes { list-style: none; margin: .5rem 0; padding: 0; } .causes li { border-left: .25rem solid var(--tone, var(--line)); padding-left: .6rem; margin: .25rem 0; }
        .group { border: 1px solid var(--line); border-left: .3rem solid var(--tone); padding: .5rem .9rem; margin: 0 0 .6rem; break-inside: avoid; font-size: .95em; } .group h3 { margin: 0; } .group h3 code { font-weight: 400; color: var(--soft); } .group p { margin: .2rem 0; } .group details { margin-top: .2rem; } .group summary { color: var(--link); cursor: pointer; } .group .place > * { margin-right: .7rem; } .group li { margin: .25rem 0; }
        .badge { display: inline-block; padding: 0 .5rem; background: var(--tone); color: var(--paper); font-size: .82em; font-weight: 600; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem; } .tile { border: 1px solid var(--line); padding: .4rem .7rem; line-height: 1.3; } .tile b { display: block; font-size: 1.15rem; } .tile span { color: var(--soft); font-size: .9em; }
        .contents ul { columns: 16rem; list-style: none; padding: 0; } .contents li { padding: .1rem 0; }
        """

    private static let tables = """
        .scroll { overflow-x: auto; } .scroll + .scroll { margin-top: 1rem; } table { border-collapse: collapse; width: 100%; font-size: .92em; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; } thead th { color: var(--soft); font-weight: 600; } td.number, th.number { text-align: right; white-space: nowrap; } td.time, #chains td { white-space: nowrap; }
        """

    private static let timeline = """
        .shared { position: absolute; width: 0; height: 0; } .timeline { table-layout: fixed; } .timeline th, .timeline td { padding: 0; border: 0; vertical-align: middle; } .timeline tbody tr { border-top: 1px solid var(--line); } .timeline th { width: 23rem; padding: 3px .6rem 0 0; font-size: 13px; font-weight: 400; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
        svg { display: block; } svg.axis, svg.bar { width: 100%; } svg.axis { height: 28px; overflow: visible; } svg.bar { height: 24px; } svg.key { display: inline-block; width: 30px; height: 24px; vertical-align: middle; }
        .axis text { font-size: 11px; fill: var(--soft); text-anchor: middle; } .axis .first { text-anchor: start; } .axis .last { text-anchor: end; } .grid line { stroke: var(--line); }
        rect.v { fill: var(--bar); } rect.u { fill: url(#hatch-u); stroke: var(--warn); } rect.i { fill: url(#hatch-i); stroke: var(--bad); stroke-width: 1.5; } rect.g { fill: var(--paper); stroke: var(--ink); stroke-dasharray: 3 2; } .ground { fill: var(--paper); } .line-u { fill: var(--warn); } .ground-i { fill: var(--bad); } .line-i { stroke: var(--paper); } .mark-i { fill: var(--bad); stroke: var(--ink); stroke-width: .75; } .mark-u { fill: var(--paper); stroke: var(--ink); stroke-width: 1.25; }
        .legend { display: flex; flex-wrap: wrap; gap: 0 1.2rem; font-size: .9em; color: var(--soft); }
        """

    private static let narrow = """
        .signature { display: none; }
        @media not all and (min-width: 64rem) { .axis .minor { display: none; } }
        @media screen and (max-width: 40rem) { body { padding: .8rem .9rem 3rem; font-size: 16px; } dl div { grid-template-columns: 1fr; padding: .2rem 0; } .group { padding: .5rem .7rem; } .group ul { padding-left: 1rem; } .tiles { grid-template-columns: 1fr 1fr; } .timeline, .timeline thead, .timeline tbody, .timeline tr, .timeline th, .timeline td { display: block; width: auto; } }
        """

    private static let paper = """
        @media print { :root { color-scheme: light; font-size: 8.5pt; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } body { padding: 0; max-width: none; font-size: 1rem; line-height: 1.35; } a { color: inherit; text-decoration: none; } h2, h3 { break-after: avoid; } h2 { margin-top: 1.4rem; } tr, .tile, .verdict, .contents, pre { break-inside: avoid; } thead { display: table-header-group; } .scroll { overflow: visible; } .front { display: block; } .front > * { margin-bottom: 1rem; } .front .tiles { grid-template-columns: repeat(5, 1fr); } .annex { break-before: page; font-size: .9em; } #chains { page: wide; } th, td { padding: .2rem .4rem; } .timeline th { width: 7.5cm; font-size: 8pt; } svg.bar { height: 20px; } .group summary { display: none; } .group { padding: .3rem .7rem; } .group ul, .group p { margin: .15rem 0; } .axis .minor { display: none; } details::details-content { content-visibility: visible; block-size: auto; } }
        @media print { .signature { display: block; break-inside: avoid; margin-top: 1.5rem; } .signature dl div { grid-template-columns: 6rem 10cm; padding-top: 8mm; } .signature dd { border-bottom: 1px solid var(--ink); min-height: 1.4em; } }
        """
}
