"""How many characters two texts share: those of difflib's matching blocks (autojunk off), found many times faster.

difflib takes the longest block that two texts share, the earliest of equals, then does the same to its left and to its right, and
visits each pair of equal characters each time. Here the blocks of `LONG` characters or more, of which few are equal by chance, are
found once and taken from the longest to the shortest, each cut back by those taken before it. Only the gaps are left to difflib.
"""

from bisect import bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import inf

LONG = 3

Block = tuple[int, int, int]  # place in the first text, place in the second, length


def shared(first: str, second: str, least: Decimal) -> int | None:
    """The characters of the matching blocks of two texts; None where they are surely fewer than `least`."""
    if first == second:
        return len(first)
    if (Counter(first) & Counter(second)).total() < least:
        return None
    blocks = _long_blocks(first, second)
    gaps = [
        (first[one + length : next_one], second[other + length : next_other])
        for (one, other, length), (next_one, next_other, _) in pairwise(blocks)
    ]
    gaps = [(one, other) for one, other in gaps if not set(one).isdisjoint(other)]
    count = sum(length for _, _, length in blocks)
    if count + sum(min(len(one), len(other)) for one, other in gaps) < least:
        return None
    return count + sum(map(_matching, gaps))


def _matching(gap: tuple[str, str]) -> int:
    """The characters of the matching blocks of two texts that share at least one."""
    if min(map(len, gap)) == 1:
        return 1
    matcher = SequenceMatcher(None, *gap, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def _long_blocks(first: str, second: str) -> list[Block]:
    """The matching blocks of `LONG` characters or more, in order, between an empty one at the beginning and one at the end."""
    heap = [(-length, one, other) for one, other, length in _runs(first, second)]
    heapify(heap)
    taken: list[Block] = [(0, 0, 0), (len(first), len(second), 0)]
    while heap:
        negative, one, other = heappop(heap)
        run = (one, other, -negative)
        pieces = _within_gaps(run, taken)
        if pieces == [run]:
            insort(taken, run)
            continue
        for one, other, length in pieces:
            if length >= LONG:
                heappush(heap, (-length, one, other))
    return taken


def _runs(first: str, second: str) -> Iterator[Block]:
    """Every longest run of equal characters, of `LONG` or more, wherever it stands in either text."""
    places: dict[str, list[int]] = defaultdict(list)
    for place in range(len(second) - LONG + 1):
        places[second[place : place + LONG]].append(place)
    going: dict[int, int] = {}  # by its place in the second text, how many runs of LONG end there in a row
    for place in range(len(first) - LONG + 2):
        here = places.get(first[place : place + LONG], ()) if place + LONG <= len(first) else ()
        now = {other: going.pop(other - 1, 0) + 1 for other in reversed(here)}
        for other, steps in going.items():
            yield place - steps, other - steps + 1, steps + LONG - 1
        going = now


def _within_gaps(run: Block, taken: list[Block]) -> list[Block]:
    """The parts of a run that lie between the same two taken blocks in both texts."""
    one, other, length = run
    pieces = []
    for index in range(bisect_right(taken, (one, inf)), len(taken)):
        before, before_other, size = taken[index - 1]
        after, after_other, _ = taken[index]
        if before + size >= one + length:
            break
        begin = max(0, before + size - one, before_other + size - other)
        end = min(length, after - one, after_other - other)
        if begin < end:
            pieces.append((one + begin, other + begin, end - begin))
    return pieces
