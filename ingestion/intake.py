"""Cleaned lines on their way in: parked by month, set aside in the quarantine file, and counted.

In: `CleanChunk`s of one file. Out: `Taken`: the parked lines and what the cleaner counted, for the balance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingestion.ledger import Ledger
from ingestion.lines import CleanChunk, Defect, Quarantined
from ingestion.quarantine import QuarantineWriter
from ingestion.read.source import LINE_COLUMN, Source
from ingestion.sink.disk import Disk, Point
from ingestion.sink.port import Landing
from ingestion.sink.spool import Spool, Spooled
from ingestion.watch import Watch


@dataclass(slots=True)
class Tally:
    """Running counts over the chunks of a file. `money_in` and `money_aside` are sums of parsable cells, scale 4."""

    cleaned: int = 0
    quarantined: int = 0
    blank: int = 0
    repeated_headers: int = 0
    rounding: float = 0.0
    money_in: Counter[str] = field(default_factory=Counter)
    money_aside: Counter[str] = field(default_factory=Counter)
    unparsable: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    def add(self, chunk: CleanChunk) -> None:
        self.cleaned += chunk.frame.height
        self.quarantined += len(chunk.quarantined)
        self.blank += chunk.blank
        self.repeated_headers += chunk.repeated_headers
        self.rounding += chunk.rounding
        self.unparsable.update(chunk.unparsable)
        self.warnings.update(chunk.warnings)
        for column, (all_money, aside) in chunk.money.items():
            self.money_in[column] += all_money
            self.money_aside[column] += aside

    @property
    def lines_in(self) -> int:
        return self.cleaned + self.quarantined + self.blank + self.repeated_headers


@dataclass(frozen=True, slots=True)
class Taken:
    """A file's clean lines, parked, and its counts."""

    spooled: Spooled
    tally: Tally


def take_in(
    chunks: Iterable[CleanChunk], spool: Spool, quarantine: QuarantineWriter, disk: Disk, watch: Watch
) -> Taken:
    """Park clean lines and write set-aside ones, chunk by chunk."""
    tally = Tally()
    for chunk in chunks:
        disk.reach(Point.READ_CHUNK)
        tally.add(chunk)
        quarantine.write(chunk.quarantined)
        spool.add(chunk.frame)
        watch.on_read(chunk.bytes_done, tally.lines_in)
    disk.reach(Point.CHECK_DONE)
    return Taken(spool.close(), tally)


def set_aside_conflicts(source: Source, lines: tuple[int, ...], key: tuple[str, ...], out: QuarantineWriter) -> None:
    """Write lines whose key stands for several sales, as they are in the file, which is read once more for them."""
    wanted = frozenset(lines)
    defect = ", ".join(key)
    for chunk in source.chunks() if wanted else ():
        hits = chunk.frame.filter(chunk.frame[LINE_COLUMN].is_in(wanted))
        cells = hits.select(source.columns).rows()
        numbers = hits[LINE_COLUMN].to_list()
        out.write(
            Quarantined(line, "", (Defect(line, defect, None, "KEY_CONFLICT"),), tuple(row))
            for line, row in zip(numbers, cells, strict=True)
        )


def make_ledger(tally: Tally, landing: Landing) -> Ledger:
    """Both sides of the balance: what the cleaner saw come in, and what files and exclusions hold."""
    lines = {
        "in": tally.lines_in,
        "loaded": landing.loaded.lines,
        "duplicate": landing.duplicates.lines,
        "quarantined": tally.quarantined + landing.conflicts.lines,
        "blank": tally.blank,
        "repeated headers": tally.repeated_headers,
    }
    money = {
        column: {
            "in": tally.money_in[column],
            "loaded": landing.loaded.money[column],
            "duplicate": landing.duplicates.money[column],
            "quarantined": tally.money_aside[column] + landing.conflicts.money[column],
        }
        for column in landing.loaded.money
        if tally.money_in[column] or landing.loaded.money[column]
    }
    return Ledger(lines, money, dict(tally.unparsable), tally.rounding)
