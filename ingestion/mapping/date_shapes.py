"""What a written date can mean, from its shape: the cell with every digit turned into 0.

In: a shape such as `00/00/0000 00:00`. Out: a `DateShape` with the strptime pattern it fits, or None. Which number
is the day in `00/00/0000` is not a matter of shape; `ingestion.mapping.date_survey` decides it from all cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LONG = "|".join(month for month in _MONTHS if len(month) > 3)
_SHORT = "|".join(month[:3] for month in _MONTHS)

_DATE = rf"""
    (?P<year_first>0000)(?P<s1>[-/.])0{{1,2}}(?P=s1)0{{1,2}}
  | (?P<numeric>0{{1,2}})(?P<s2>[-/. ])0{{1,2}}(?P=s2)(?P<year2>0000|00)
  | (?P<compact>00000000)
  | (?P<day_named>0{{1,2}})(?P<s3>[-/. ]|,[ ])(?P<m3>{_LONG}|{_SHORT})(?P<s4>[-/. ]|,[ ])(?P<year3>0000|00)
  | (?P<month_named>{_LONG}|{_SHORT})(?P<s5>[-/. ])0{{1,2}}(?P<s6>[-/. ]|,[ ])(?P<year4>0000|00)
  | (?P<year_named>0000)(?P<s7>[-/. ])(?P<m5>{_LONG}|{_SHORT})(?P=s7)0{{1,2}}
"""
_CLOCK = r"0{1,2}:00(?P<second>:00(?P<fraction>\.0{1,9})?)?(?:(?P<gap>[ ]?)(?P<half>[AP]M))?"
_OFFSET = r"(?P<offset_gap>[ ]?)(?P<offset>Z|[+-]00:?00)"
_WHOLE = re.compile(rf"(?:{_DATE})(?:(?P<joint>T|[ ]+|,[ ])(?:{_CLOCK})(?:{_OFFSET})?)?", re.VERBOSE | re.IGNORECASE)
_TIME = re.compile(_CLOCK, re.VERBOSE | re.IGNORECASE)
_SERIAL = re.compile(r"00000(?:\.0+)?")


class Family(StrEnum):
    """Readings that exclude each other. NUMERIC has the day or the month first, which its shape does not say."""

    YEAR_FIRST = "year first"
    NUMERIC = "day or month first"
    NAMED = "month by name"
    COMPACT = "eight digits"
    SERIAL = "Excel day number"


@dataclass(frozen=True, slots=True)
class DateShape:
    """A family, its date pattern (`{}` twice in place of day and month in NUMERIC), and the pattern of the time."""

    family: Family
    date: str
    time: str = ""
    has_short_year: bool = False

    def pattern(self, *, day_first: bool) -> str:
        """The strptime pattern under one order of day and month."""
        first, second = ("%d", "%m") if day_first else ("%m", "%d")
        return self.date.format(first, second) + self.time


def read_shape(shape: str) -> DateShape | None:
    """The date that a shape writes, with or without a time of day.

    >>> read_shape("00/00/0000 0:00 PM").pattern(day_first=True)
    '%d/%m/%Y %I:%M %p'
    """
    if _SERIAL.fullmatch(shape):
        return DateShape(Family.SERIAL, "")
    found = _WHOLE.fullmatch(shape)
    if found is None:
        return None
    family, date = _date(found)
    return DateShape(family, date, _joined_clock(found), has_short_year="%y" in date)


def read_clock(shape: str) -> str | None:
    """The strptime pattern of a time of day that stands alone.

    >>> read_clock("00:00:00")
    '%H:%M:%S'
    """
    found = _TIME.fullmatch(shape)
    return _clock(found) if found else None


def _date(found: re.Match[str]) -> tuple[Family, str]:
    part = found.groupdict()
    if part["year_first"]:
        return Family.YEAR_FIRST, "%Y{s}%m{s}%d".format(s=part["s1"])
    if part["numeric"]:
        return Family.NUMERIC, "{{}}{s}{{}}{s}{y}".format(s=part["s2"], y=_year(part["year2"]))
    if part["compact"]:
        return Family.COMPACT, "%Y%m%d"
    return Family.NAMED, _named(part)


def _named(part: dict[str, str]) -> str:
    if part["day_named"]:
        return f"%d{part['s3']}{_month(part['m3'])}{part['s4']}{_year(part['year3'])}"
    if part["year_named"]:
        return f"%Y{part['s7']}{_month(part['m5'])}{part['s7']}%d"
    return f"{_month(part['month_named'])}{part['s5']}%d{part['s6']}{_year(part['year4'])}"


def _year(digits: str) -> str:
    return "%Y" if len(digits) == 4 else "%y"


def _month(name: str) -> str:
    return "%B" if len(name) > 3 else "%b"


def _joined_clock(found: re.Match[str]) -> str:
    if not found["joint"]:
        return ""
    offset = f"{found['offset_gap']}%z" if found["offset"] else ""
    return found["joint"] + _clock(found) + offset


def _clock(found: re.Match[str]) -> str:
    hour, half = ("%I", f"{found['gap']}%p") if found["half"] else ("%H", "")
    second = ":%S" if found["second"] else ""
    fraction = "%.f" if found["fraction"] else ""
    return f"{hour}:%M{second}{fraction}{half}"
