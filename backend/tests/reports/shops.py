"""Small hand-written sales files, loaded by the real command: what each is missing is its point."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from backend.tests.asking import load

HEADER = (
    "__time,ProductLine,ItemGroup,Branch,SalesPerson,AcctName,ItemName,CardName,grossRevenue,returnsValue,"
    "unitsSold,unitsReturned,totalCost,lineItemCount,order id,status"
)
FULL = [
    "2024-05-01 09:00:00,Food,Flour,Thika,Asha,Retail,Flour,Ann,800,0,8,0,600,1,A1,completed",
    "2024-05-01 09:01:00,Food,Salt,Thika,Asha,Retail,Salt,Ann,150,0,3,0,100,1,A1,completed",
    "2024-05-02 10:00:00,Food,Salt,Thika,Asha,Retail,Sugar,Ben,50,0,1,0,,1,A2,completed",
    "2024-05-02 11:00:00,Home,Soap,Ruiru,Ben,Trade,Soap,Ben,0,-40,0,1,0,1,A3,completed",
    "2024-05-02 12:00:00,Home,Soap,Ruiru,Chebet,Trade,Brush,Cate,0,0,2,0,0,1,A4,completed",
    "2024-05-03 12:00:00,Home,Soap,Ruiru,Chebet,Trade,Brush,Dan,9999,0,9,0,1,1,A5,cancelled",
    "2024-05-31 18:30:00,Food,Flour,,,,Flour,,10.5,0,1.5,0,4.25,1,,completed",
]
BARE = [
    "date,item,shop,revenue,returned value",
    "2024-03-01,Pump,Nakuru,100.25,0",
    "2024-03-01,Pipe,Nakuru,50,-50",
    "2024-03-04,Pump,Embu,75.5,0",
    "2024-04-02,Pump,Embu,80,0",
]


def full_shop(folder: Path) -> Path:
    """Every column; one cost missing; a cancelled line; a return; nothing sold; no member at all."""
    return loaded(folder, [HEADER, *FULL])


def bare_shop(folder: Path) -> Path:
    """Dates without times, no orders, customers, salespeople, units or cost."""
    return loaded(folder, BARE)


def single_shop(folder: Path) -> Path:
    return loaded(folder, [HEADER, FULL[0]])


def long_shop(folder: Path, products: int) -> Path:
    """So many products, each sold once for its number in shillings, by a salesperson of its own."""
    lines = [
        f"2024-05-0{1 + n % 9} 09:00:00,Food,Flour,Thika,S{n:04},Retail,P{n:04},C{n:04},{n},0,1,0,0,1,O{n},completed"
        for n in range(1, products + 1)
    ]
    return loaded(folder, [HEADER, *lines])


def loaded(folder: Path, lines: Sequence[str], name: str = "sales.csv") -> Path:
    """The store in a folder after one more file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = load(file, folder / "store")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "store"
