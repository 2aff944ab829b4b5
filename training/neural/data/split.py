"""Which queries are held out: decided by the query's words alone, so that everybody can repeat it.

A query is reduced to its key, and the key's hash is a number in [0, 1). Below the set's share the query is held out.
Queries with the same words in another order or case have one key and so stay on one side.
"""
import hashlib
import re
import unicodedata

WORDS = re.compile(r"\w+")


def key(text):
    """Words in order of the alphabet, each once, folded: `Spring-Breakers FRANCO` → `breakers franco spring`."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return " ".join(sorted(set(WORDS.findall(folded))))


def position(text):
    """Where the query stands in [0, 1): the first eight bytes of SHA-256 of its key."""
    digest = hashlib.sha256(b"held-out\0" + key(text).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def held_out(text, share):
    """True when the query may only be used to measure. `share` in 0..1."""
    return position(text) < share
