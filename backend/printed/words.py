"""Numbers and dates of answers as a reader of a printed page expects them.

In: JSON values of answers. Out: plain text, not escaped. A null is a dash; why it is null stands elsewhere.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from backend.exports.currencies import digits_of
from backend.reports.rows import LongNumber
from backend.reports.spec import FieldType

UNKNOWN = "–"
STEPS = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K"))


def unnamed(member: str) -> str:
    """What lines that name no member are called, as in the dashboard.

    >>> unnamed("salesperson"), unnamed("productLine")
    ('No salesperson named', 'No line named')
    """
    return f"No {'line' if member == 'productLine' else member} named"


def shown(value: float | Decimal | None, kind: FieldType, currency: str) -> str:
    """A number in full, money with the decimals of its currency.

    >>> shown(1234567.8, FieldType.MONEY, "KES"), shown(0.1234, FieldType.FRACTION, "KES")
    ('1,234,567.80', '12.3%')
    """
    if value is None:
        return UNKNOWN
    if kind is FieldType.MONEY:
        return _rounded(value, digits_of(currency))
    if kind is FieldType.FRACTION:
        return f"{value * 100:.1f}%".replace("-0.0%", "0.0%")
    return f"{exact(value).normalize():,f}"


def exact(value: float | Decimal) -> Decimal:
    if isinstance(value, Decimal):
        return value
    return Decimal(value.text if isinstance(value, LongNumber) else repr(value))


def _rounded(value: float | Decimal, digits: int) -> str:
    amount = exact(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    return f"{amount + 0:,f}"


def whole(value: float | None) -> str:
    """An amount without its decimals, for narrow tables.

    >>> whole(1234567.8)
    '1,234,568'
    """
    return UNKNOWN if value is None else _rounded(value, 0)


def short(value: float) -> str:
    """A number for an axis.

    >>> short(1_250_000), short(-900), short(0)
    ('1.25M', '-900', '0')
    """
    for step, letter in STEPS:
        if abs(value) >= step:
            return f"{value / step:.3g}{letter}"
    return f"{value:.3g}"


def growth(now: float | Decimal | None, then: float | Decimal | None) -> str | None:
    """Growth as a signed percentage; None where there is nothing to grow from.

    >>> growth(110, 100), growth(50, -100), growth(1, 0)
    ('+10.0%', '+150.0%', None)
    """
    if now is None or not then:
        return None
    return percent(float((exact(now) - exact(then)) / abs(exact(then))))


def percent(fraction: float) -> str:
    """A change as a signed percentage."""
    return f"{fraction * 100:+,.1f}%".replace("-0.0%", "+0.0%")


def days(start: str, end: str) -> str:
    """A period by its first and last day; the end is the first moment after it.

    >>> days("2024-05-01T00:00:00+03:00", "2024-06-01T00:00:00+03:00")
    '1 May 2024 to 31 May 2024'
    """
    first = datetime.fromisoformat(start)
    last = datetime.fromisoformat(end) - timedelta(milliseconds=1)
    if first.date() == last.date():
        return _day(first)
    return f"{_day(first)} to {_day(last)}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"


def minute(moment: str) -> str:
    """
    >>> minute("2024-05-31T18:30:00+03:00")
    '31 May 2024, 18:30'
    """
    read = datetime.fromisoformat(moment)
    return f"{_day(read)}, {read:%H:%M}"
