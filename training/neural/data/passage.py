"""The stretch of a long text that says most about some words: the gateway's `passage.ts`, so that models learn what they will be shown."""
SENTENCE_END = frozenset(".!?。！？；;\n")
MOST_PLACES = 200


def passage(text, keys, length):
    """At most `length` characters that hold the most different keys, from the start of a sentence or word; the first of equals."""
    if len(text) <= length:
        return text
    places = occurrences(text.lower(), keys)
    start, most = 0, words_within(places, 0, length)
    for at, _, _ in places:
        begin = start_before(text, at, length)
        found = words_within(places, begin, begin + length)
        if found > most:
            start, most = begin, found
    return text[start : start + length].strip()


def occurrences(text, keys):
    """(start, end, number of the key), by place."""
    places = []
    for number, key in enumerate(keys):
        at = text.find(key) if key else -1
        while at >= 0:
            places.append((at, at + len(key), number))
            if len(places) == MOST_PLACES:
                break
            at = text.find(key, at + len(key))
    return sorted(places)


def words_within(places, start, end):
    return len({key for at, stop, key in places if at >= start and stop <= end})


def start_before(text, at, length):
    """Where the sentence of a place starts, or at least its word, not further back than a quarter of the stretch."""
    furthest, word = max(0, at - length // 4), at
    for start in range(at, furthest, -1):
        if text[start - 1] in SENTENCE_END:
            return start
        if text[start - 1] == " ":
            word = start
    return 0 if furthest == 0 else word
