"""Damage to the bytes of a log or a digest."""

import gzip

from hand import ALL, whole
from history import deflate


def cut(body):
    return body[: len(body) // 2]


def cut_trailer(body):
    return body[:-8]


def junk_behind(body):
    return body + b"\0" * 7


def member_behind(body):
    return body + gzip.compress(b'{"Records":[{"eventName":"ConsoleLogin"}]}', mtime=0)


def emptied(body):
    return b""


def not_compressed(body):
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


def bad_checksum(body):
    return body[:-8] + bytes([body[-8] ^ 1]) + body[-7:] if len(body) > 8 else body


def compressed_again(body):
    return body[:2] == b"\x1f\x8b" and deflate(gzip.decompress(body), 1) or body


CHANGES = (cut, cut_trailer, junk_behind, member_behind, emptied, not_compressed, bad_checksum, compressed_again)


def of_log(change):
    def tamper(hand):
        place = whole(hand, hand.log())
        return hand.rewrite(place, change) and place[1]
    return tamper


def of_digest(change):
    def tamper(hand):
        digest = hand.digest()
        place = digest and whole(hand, digest.place)
        return hand.rewrite(place, change) and place[1]
    return tamper


for _change in CHANGES:
    for _kind in (of_log, of_digest):
        _tamper = _kind(_change)
        _tamper.__name__ = f"{_change.__name__} {_kind.__name__}"
        ALL.append(_tamper)
