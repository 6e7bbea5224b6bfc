"""A history of reads, judged: every answer is wholly one published version, and no client sees time go backwards.

In: the published versions in order, each with its facts, and the reads that clients noted. Out: sentences about
anomalies; none means that the history could have happened on one machine with loads that take no time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from backend.tests.whole.published import Facts


@dataclass(frozen=True, slots=True)
class Read:
    """One operation of one client: what each of its fields said, and over which version.

    `floor` is the newest version that a loader had reported when the client asked.
    """

    client: int
    number: int
    floor: str | None
    versions: tuple[str, ...]
    answers: Mapping[str, object]


def anomalies(published: Sequence[tuple[str, Facts]], reads: Iterable[Read]) -> list[str]:
    """Everything that no order of whole loads can explain."""
    facts = dict(published)
    place = {version: number for number, (version, _) in enumerate(published)}
    by_client: defaultdict[int, list[Read]] = defaultdict(list)
    found: list[str] = []
    for read in reads:
        by_client[read.client].append(read)
        found += _of_read(read, facts, place)
    for mine in by_client.values():
        found += _backwards(sorted(mine, key=lambda read: read.number), place)
    return found


def _of_read(read: Read, facts: Mapping[str, Facts], place: Mapping[str, int]) -> Iterator[str]:
    name = f"client {read.client} read {read.number}"
    if len(set(read.versions)) != 1:
        yield f"{name}: one operation over {sorted(set(read.versions))}"
    strangers = set(read.versions) - place.keys()
    if strangers:
        yield f"{name}: never published {sorted(strangers)}"
        return
    version = read.versions[0]
    if read.floor is not None and place[version] < place[read.floor]:
        yield f"{name}: {version} although {read.floor} was reported before it asked"
    for question, answer in read.answers.items():
        if answer != facts[version][question]:
            yield f"{name}: {question} of {version} is {answer}, not {facts[version][question]}"


def _backwards(reads: Sequence[Read], place: Mapping[str, int]) -> Iterator[str]:
    for before, now in pairwise(reads):
        old, new = before.versions[-1], now.versions[0]
        if {old, new} <= place.keys() and place[new] < place[old]:
            yield f"client {now.client}: {new} after {old}"
