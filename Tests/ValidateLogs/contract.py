"""What the contract lets TrailSeal say about an object, from facts alone."""


def allowed(thing):
    """The statuses that are correct for this object. None stands for "not looked at"."""
    if thing.digest and not thing.present:
        return of_absent_digest(thing)
    if thing.digest and not (thing.well_formed and thing.in_its_place) and thing.time_is_disputed:
        # The contract doesn't say whether folder, name or content of a bad digest file gives its time.
        return {None} if thing.is_copy else {None, "invalid"}
    if not thing.in_scope:
        # ACCOUNT-4: damage of a listed log of the neighbouring days is reported.
        is_judged = not thing.digest and thing.present and thing.recorded and thing.day_around
        return {None} | (of_log(thing) - {"verified"} if is_judged else set())
    return of_digest(thing) if thing.digest else of_log(thing)


def of_absent_digest(digest):
    """TIME-6: a hole must be reported if a proved digest names the missing one and --from lies before its end.

    The hole's other digests belong to it too, as far as nothing present accounts for them. It may begin before --from.
    """
    named = any(successor.proved and successor.in_scope for successor in digest.named_by)
    return {"missing"} if named and digest.in_scope else {"missing", None}


def of_digest(digest):
    if not digest.well_formed:
        return {"invalid"}
    if not digest.in_its_place:
        return {None} if digest.is_copy else {"invalid"}
    if digest.proved:
        return {"verified"}
    if digest.contradicted or digest.accused:
        return {"invalid"}
    return {"unverified"}


def of_log(log):
    if log.form == "empty" and not log.listed_by:
        # FILE-16: a folder marker.
        return {None}
    if log.stands_for != log.place and log.stands_for in log.world.store:
        return {None, "unreferenced"}
    if log.stand_in:
        return {None}
    if not log.recorded:
        return of_unproved_log(log)
    if not log.present:
        # LOG-15: a log of a day that wasn't copied isn't missing.
        return {"missing", "unverified"} if log.stands_for == log.place else {None}
    if log.form not in ("whole", "inflated"):
        return {"invalid"}
    if log.sha256 not in log.recorded:
        return {"invalid"}
    return {"verified"} if len(log.recorded) == 1 else {"unverified"}


def of_unproved_log(log):
    """LOG-12: unverified if a digest in scope claims it, whatever its hash. It isn't counted if it is absent."""
    if not log.present:
        return {None}
    if log.listed_in_window:
        return {"unverified"}
    # SCOPE-7: after the window and the verified time it isn't yet due, which is only counted.
    return {"unreferenced", None} if log.stamped_behind_window else {"unreferenced"}
