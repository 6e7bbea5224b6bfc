"""When the sample's company sells: the weight of each branch's day, trading hours, the season of a product line.

In: branches and days; out: plain integer weights. Closed days weigh nothing.
"""

from __future__ import annotations

from datetime import date

from ingestion.seed.company import LINES, Branch

_CLOSED = {(1, 1), (12, 25)}
# January to December, percent of an ordinary month
_MONTHS = (78, 90, 104, 106, 98, 94, 96, 100, 98, 104, 112, 148)
# Monday to Sunday
_WEEKDAYS = (100, 94, 96, 100, 122, 136, 38)
_PAYDAY, _ORDINARY, _LEAN = 122, 100, 90
_RAMP_DAYS = 180

# weights of the hours 0 .. 23
_WEEK = (*(0,) * 8, 40, 70, 95, 100, 90, 75, 80, 90, 95, 80, *(0,) * 6)
_SATURDAY = (*(0,) * 8, 55, 90, 110, 115, 100, 85, 60, 40, *(0,) * 8)
_SUNDAY = (*(0,) * 10, 80, 100, 90, 60, *(0,) * 10)
HOURS = (_WEEK, _WEEK, _WEEK, _WEEK, _WEEK, _SATURDAY, _SUNDAY)

_LINE_MONTHS = {
    "Farm Inputs": (70, 110, 190, 180, 110, 70, 60, 70, 110, 170, 120, 60),
    "Building": (110, 110, 95, 80, 80, 105, 110, 115, 110, 100, 95, 80),
    "Household": (70, 80, 85, 90, 95, 95, 95, 105, 95, 95, 110, 190),
}


def weigh_line(line: str, month: int) -> int:
    """How much a product line sells in a month (1 .. 12), 100 being ordinary."""
    return _LINE_MONTHS.get(line, (100,) * 12)[month - 1]


def weigh_day(branch: Branch, day: date) -> int:
    """How many lines a branch's day gets, relative to all other days and branches."""
    if (day.month, day.day) in _CLOSED or (branch.opened is not None and day < branch.opened):
        return 0
    weight = branch.size * _MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()] * _purse(day.day)
    return weight * _size_then(branch, day) // 1000


def _purse(day: int) -> int:
    """Salaries come at the end of the month; the days before are lean."""
    if day >= 26 or day <= 3:
        return _PAYDAY
    return _LEAN if day >= 18 else _ORDINARY


def _size_then(branch: Branch, day: date) -> int:
    """Thousandths of the branch's size of January 2023; a new branch fills up over its first half year."""
    grown = 1000 + branch.growth * (day - date(2023, 1, 1)).days // 365
    if branch.opened is not None:
        grown = grown * min(300 + 700 * (day - branch.opened).days // _RAMP_DAYS, 1000) // 1000
    return max(grown, 100)


def weigh_product(branch: int, line: str, rank: int) -> int:
    """How well the product of this rank (0 is the best seller) sells inside its line; 0 where it is not kept."""
    if rank >= 5 and (rank + branch + LINES.index(line)) % 3 == 0:
        return 0
    place = 10 * (rank + 1)
    return 10_000_000 // (place * place)
