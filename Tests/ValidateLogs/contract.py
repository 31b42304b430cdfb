"""What the contract lets TrailSeal say of an object, from facts alone."""


def allowed(thing):
    """The statuses that are right for this object; None stands for "not looked at"."""
    if not thing.in_scope:
        return {None}
    return of_digest(thing) if thing.digest else of_log(thing)


def of_digest(digest):
    if not digest.present:
        # Section 6: a hole has to be reported if a proved digest names what is missing and --from lies before its end;
        # its other digests belong to the same hole, as far as nothing that is present accounts for them.
        return {"missing"} if any(d.proved and d.in_scope for d in digest.named_by) else {"missing", None}
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
    if log.stands_for != log.place and log.stands_for in log.world.store:
        return {None, "unreferenced"}
    if log.stand_in:
        return {None}
    if not log.recorded:
        return of_unproved_log(log)
    if not log.present:
        # Section 5: a log of a day that was not copied is not missing.
        return {"missing", "unverified"} if log.stands_for == log.place else {None}
    if log.form not in ("whole", "inflated"):
        return {"invalid"}
    if log.sha256 not in log.recorded:
        return {"invalid"}
    return {"verified"} if len(log.recorded) == 1 else {"unverified"}


def of_unproved_log(log):
    """Section 4: unverified if a digest in scope claims it, whatever its hash; not counted if it is absent."""
    if not log.present:
        return {None}
    return {"unverified"} if log.listed_in_window else {"unreferenced"}
