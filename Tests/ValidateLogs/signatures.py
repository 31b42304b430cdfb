"""Tamperings with the signatures in the metadata of digests."""

from hand import tampering
from names import is_digest


@tampering
def lose_signature(hand):
    digest = hand.digest()
    if digest:
        hand.store[digest.place].metadata.clear()
    return digest and digest.place[1]


@tampering
def lose_all_signatures(hand):
    """Copies from bucket to bucket without metadata."""
    for place, stored in hand.store.items():
        if is_digest(place[1]):
            stored.metadata.clear()
    return "all"


@tampering
def edit_signature(hand):
    digest = hand.digest(lambda digest: "signature" in hand.store[digest.place].metadata)
    if not digest:
        return None
    metadata = hand.store[digest.place].metadata
    true = metadata["signature"]
    metadata["signature"] = hand.rng.choice((
        true[:-1] + ("0" if true[-1] != "0" else "1"), true[:-2], "no signature", true.upper(),
        hand.digest().signature,
    ))
    return digest.place[1], metadata["signature"][-8:]


@tampering
def lose_generation_time(hand):
    digest = hand.digest(lambda digest: digest.backfill)
    if digest:
        hand.store[digest.place].metadata.pop("backfill-generation-timestamp", None)
    return digest and digest.place[1]
