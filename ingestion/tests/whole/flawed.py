"""A generator of sales files as people send them, with a ledger of its own of everything that is wrong in them.

In: a seed. Out: a `FlawedFile`: bytes, and for each record where it stands, what must become of it and what it should
have said. The file's form (encoding, delimiter, line ends, title lines, order of columns) is drawn too. Nothing of the
loader is used: physical lines are counted while the bytes are written.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

COLUMNS = ("__time", "OrderId", "ItemName", "Branch", "unitsSold", "grossRevenue", "totalCost")
ITEMS = ("Tea", "Sugar 2kg", 'Pipe 6"', "Nails, 3 inch", "Maïs moulu", "NA", "00123", "Soap\nbar", "1e5", "TRUE")
BRANCHES = ("Nairobi", "Kisumu", "NA", "17850")
FIRST = datetime.fromisoformat("2024-03-01T05:30:00")
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16")
MONEY = ("grossRevenue", "totalCost")
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Sale:
    """The truth: money in cents."""

    at: datetime
    order: str
    item: str
    branch: str
    units: int
    gross: int
    cost: int

    def stored(self) -> tuple[object, ...]:
        """As the store should hold it: UTC, money in 1/10 000, units in 1/1000."""
        utc = self.at - timedelta(hours=3)
        return utc, self.order, self.item, self.branch, self.units * 1000, self.gross * 100, self.cost * 100


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the file. `rule` sets it aside; `sale` is the sale that it is or should have been.

    `counted` is the money (1/10 000, gross and cost) that its cells spell, None where a cell spells none.
    """

    line: int
    raw: str
    cells: Cells | None = None
    rule: str | None = None
    sale: Sale | None = None
    counted: tuple[int | None, int | None] = (0, 0)
    is_blank: bool = False
    is_header: bool = False

    @property
    def is_loaded(self) -> bool:
        return self.sale is not None and self.rule is None


@dataclass(frozen=True, slots=True)
class Form:
    """How the file is written."""

    delimiter: str = ","
    end: str = "\n"
    encoding: str = "utf-8"
    decimal: str = "."
    title: tuple[str, ...] = ()
    columns: tuple[str, ...] = COLUMNS

    def record(self, cells: list[str]) -> str:
        text = io.StringIO()
        csv.writer(text, delimiter=self.delimiter, lineterminator="\n").writerow(cells)
        return text.getvalue().removesuffix("\n")


@dataclass(slots=True)
class FlawedFile:
    """The file and its ledger."""

    seed: int
    form: Form
    data: bytes = b""
    records: list[Record] = field(default_factory=list)

    def sum(self, column: str, *, loaded: bool | None = None) -> int:
        """Money spelt by the cells of a column, of all records, of the loaded ones, or of those set aside."""
        place = MONEY.index(column)
        records = [r for r in self.records if loaded is None or r.is_loaded == loaded]
        return sum(record.counted[place] or 0 for record in records)

    def unparsable(self, column: str) -> int:
        return sum(record.counted[MONEY.index(column)] is None for record in self.records)

    @property
    def aside(self) -> list[Record]:
        return [record for record in self.records if record.rule]

    @property
    def sales(self) -> list[Sale]:
        return [record.sale for record in self.records if record.sale]


def some_form(chance: random.Random) -> Form:
    delimiter, decimal = chance.choice([(",", "."), (",", "."), (";", "."), (";", ","), ("\t", "."), ("|", ",")])
    columns = list(COLUMNS)
    chance.shuffle(columns)
    title = chance.choice([(), (), (), ("Sales report", ""), ("Duka Ltd",)])
    end, encoding = chance.choice(["\n", "\r\n"]), chance.choice(ENCODINGS)
    return Form(delimiter, end, encoding, decimal, title, tuple(columns))


def some_sale(chance: random.Random, number: int) -> Sale:
    at = FIRST + timedelta(seconds=chance.randrange(28 * 86_400))
    order, item, branch = f"A{number:05}", chance.choice(ITEMS), chance.choice(BRANCHES)
    return Sale(
        at, order, item, branch, chance.randrange(1, 50), chance.randrange(1, 10**8), chance.randrange(1, 10**8)
    )


def cents(amount: int, form: Form) -> str:
    return f"{amount // 100}{form.decimal}{amount % 100:02}"


def cells_of(sale: Sale, form: Form) -> Cells:
    return {
        "__time": f"{sale.at:%Y-%m-%d %H:%M:%S}",
        "OrderId": sale.order,
        "ItemName": sale.item,
        "Branch": sale.branch,
        "unitsSold": str(sale.units),
        "grossRevenue": cents(sale.gross, form),
        "totalCost": cents(sale.cost, form),
    }


CELL_FLAWS: dict[str, tuple[str, str, tuple[str, ...], tuple[bool, bool]]] = {
    "impossible day": ("__time", "DATE", ("2024-02-30 10:00:00", "2023-02-29 10:00:00"), (True, True)),
    "second 60": ("__time", "DATE", ("2024-03-05 10:00:60",), (True, True)),
    "another age": ("__time", "DATE_RANGE", ("1970-01-01 00:00:00", "2099-01-01 10:00:00"), (True, True)),
    "no time": ("__time", "REQUIRED", ("",), (True, True)),
    "no number": ("grossRevenue", "NOT_A_NUMBER", ("x12", "12 apples", "#REF!", "٣٤", "１２"), (False, True)),
    "other money": ("grossRevenue", "CURRENCY", ("$12", "EUR 7", "5 USD"), (False, True)),
    "too precise": ("totalCost", "PRECISION", ("1{d}23456",), (True, False)),
    "too large": ("grossRevenue", "MONEY_RANGE", ("2000000000000", "9" * 30), (False, True)),
    "no amount": ("grossRevenue", "REQUIRED", ("", "  "), (True, True)),
    "negative units": ("unitsSold", "SIGN_RULE", ("-3",), (True, True)),
    "damaged order": ("OrderId", "ID_DAMAGED", ("1.2E+11",), (True, True)),
}
RAW_FLAWS = ("SHORT_LINE", "LONG_LINE", "QUOTE", "CONTROL_CHARACTER", "ENCODING")
OTHERS = ("blank", "header", "total")


def flaw_cell(name: str, record: Record, chance: random.Random, form: Form) -> Record:
    """One cell spoilt; the rest of the record stays as it is."""
    column, rule, texts, (spells_gross, spells_cost) = CELL_FLAWS[name]
    assert record.sale is not None
    assert record.cells is not None
    text = chance.choice(texts).replace("{d}", form.decimal)
    gross = record.sale.gross * 100 if spells_gross else None
    cost = record.sale.cost * 100 if spells_cost else None
    if column == "grossRevenue" and not text.strip():
        gross = 0
    cells = {**record.cells, column: text}
    raw = form.record([cells[name] for name in form.columns])
    return replace(record, cells=cells, raw=raw, rule=rule, counted=(gross, cost))


def flaw_raw(rule: str, record: Record, form: Form) -> Record:
    """A record that cannot be read as fields: none of its cells count."""
    assert record.cells is not None
    plain = {**record.cells, "ItemName": "Tea"}
    values = [plain[name] for name in form.columns]
    item = form.columns.index("ItemName")
    spoilt: dict[str, Callable[[], list[str]]] = {
        "SHORT_LINE": lambda: values[:-2],
        "LONG_LINE": lambda: [*values, "9", "9"],
        "QUOTE": lambda: [*values[:item], '"Tea" fresh', *values[item + 1 :]],
        "CONTROL_CHARACTER": lambda: [*values[:item], "Te\x00a", *values[item + 1 :]],
        "ENCODING": lambda: [*values[:item], "Te\udcffa", *values[item + 1 :]],
    }
    raw = form.delimiter.join(spoilt[rule]())
    return replace(record, raw=raw, cells=None, rule=rule, counted=(0, 0))


def make_file(seed: int) -> FlawedFile:
    """A file of some dozen lines, about one in eight spoilt."""
    chance = random.Random(seed)
    form = some_form(chance)
    made = FlawedFile(seed, form)
    lines = [*form.title, form.record(list(form.columns))]
    place = len(lines) + 1
    kinds = some_kinds(chance, form)
    since = 0
    for number, kind in enumerate(kinds):
        record = some_record(kind, (chance, form), number, since)
        record = replace(record, line=place)
        since = 0 if record.rule == "SUMMARY_LINE" else since + (record.counted[0] or 0)
        place += 1 + record.raw.count("\n")
        made.records.append(record)
    text = form.end.join([*lines, *(record.raw for record in made.records), ""])
    made.data = text.encode(form.encoding, "surrogateescape" if form.encoding != "utf-16" else "strict")
    return made


def some_kinds(chance: random.Random, form: Form) -> list[str]:
    """What each record is to be. Unreadable records are few: many would refuse the file."""
    raw = [rule for rule in RAW_FLAWS if rule != "ENCODING" or form.encoding != "utf-16"]
    flaws = [*CELL_FLAWS, *OTHERS]
    kinds = ["good"] * chance.randrange(40, 90)
    kinds += chance.sample(raw, chance.randrange(3)) + [chance.choice(flaws) for _ in range(chance.randrange(8))]
    chance.shuffle(kinds)
    return ["good"] * 5 + kinds + ["good"] * 3


def some_record(kind: str, drawn: tuple[random.Random, Form], number: int, since: int) -> Record:
    chance, form = drawn
    if kind == "blank":
        return Record(0, chance.choice(["", form.delimiter * (len(form.columns) - 1), "   "]), is_blank=True)
    if kind == "header":
        return Record(0, form.record(list(form.columns)), is_header=True)
    if kind == "total" and since:
        cells = dict.fromkeys(form.columns, "") | {"ItemName": "Total", "grossRevenue": cents(since // 100, form)}
        raw = form.record([cells[name] for name in form.columns])
        return Record(0, raw, cells, "SUMMARY_LINE", None, (since, 0))
    sale = some_sale(chance, number)
    cells = cells_of(sale, form)
    raw = form.record([cells[name] for name in form.columns])
    record = Record(0, raw, cells, None, sale, (sale.gross * 100, sale.cost * 100))
    if kind in CELL_FLAWS:
        return flaw_cell(kind, record, chance, form)
    return flaw_raw(kind, record, form) if kind in RAW_FLAWS else record
