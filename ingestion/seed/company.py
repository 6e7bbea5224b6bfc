"""The company of the sample: branches, products, salespeople and kinds of customers. Data only.

Invented for the sample; any likeness to a real business or person is chance. Prices are in whole shillings,
margins, returns and generosity in thousandths, months as (year, month).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Branch:
    """`growth` is thousandths a year; `tastes` weighs the product lines in the order of `LINES`."""

    code: str
    name: str
    region: str
    size: int
    growth: int
    tastes: tuple[int, int, int, int, int]
    opened: date | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """`returned` is how many lines of a thousand come back; `units` the most a walk-in buys at once."""

    line: str
    group: str
    name: str
    price: int
    margin: int
    returned: int
    units: int


@dataclass(frozen=True, slots=True)
class Salesperson:
    """`weight` is the share of the branch's orders, `generosity` how often of a thousand a discount is given."""

    branch: str
    name: str
    weight: int
    generosity: int
    joined: Month | None = None
    left: Month | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A class of customers: how much more it buys at once than a walk-in, and its standing discount in percent."""

    name: str
    kinds: tuple[str, ...]
    multiple: int
    discount: int


LINES = ("Farm Inputs", "Building", "Household", "Electrical", "Solar")

BRANCHES = (
    Branch("NBI", "Nairobi", "Nairobi", 300, 90, (10, 28, 30, 22, 10)),
    Branch("MSA", "Mombasa", "Coast", 170, 60, (6, 26, 32, 26, 10)),
    Branch("KSM", "Kisumu", "Nyanza", 120, 110, (22, 22, 28, 14, 14)),
    Branch("NKU", "Nakuru", "Rift Valley", 130, 140, (36, 22, 20, 12, 10)),
    Branch("ELD", "Eldoret", "Rift Valley", 110, 120, (42, 20, 18, 10, 10)),
    Branch("THK", "Thika", "Central", 80, 50, (24, 30, 24, 14, 8)),
    Branch("NYR", "Nyeri", "Central", 60, -90, (38, 18, 24, 12, 8)),
    Branch("MKS", "Machakos", "Eastern", 70, 260, (26, 28, 22, 12, 12), date(2023, 6, 12)),
)

# line, group, margin, returned, units; then "name: price", best seller first
_RANGE = (
    (
        "Farm Inputs",
        "Seed",
        180,
        18,
        6,
        (
            "Maize Seed 2 kg: 620; Kale Seed 50 g: 180; Bean Seed 2 kg: 540; Onion Seed 100 g: 950; "
            "Tomato Seed 10 g: 1450; Cabbage Seed 50 g: 780"
        ),
    ),
    (
        "Farm Inputs",
        "Feeds",
        170,
        16,
        8,
        (
            "Dairy Meal 70 kg: 2650; Layers Mash 50 kg: 3150; Growers Mash 50 kg: 2950; "
            "Chick Mash 25 kg: 1780; Pig Finisher 70 kg: 2850"
        ),
    ),
    (
        "Farm Inputs",
        "Fertiliser",
        160,
        12,
        10,
        (
            "Planting Fertiliser 50 kg: 3500; Top Dressing 50 kg: 3100; Foliar Feed 1 L: 690; "
            "Farm Lime 50 kg: 480; Manure 25 kg: 350"
        ),
    ),
    (
        "Building",
        "Cement and Steel",
        150,
        21,
        20,
        (
            "Cement 50 kg: 720; Roofing Sheet 3 m: 1150; Steel Bar 12 mm: 1240; "
            "Binding Wire 1 kg: 210; Steel Bar 8 mm: 590; Ridge Cap 2 m: 640"
        ),
    ),
    (
        "Building",
        "Plumbing",
        240,
        57,
        6,
        'PVC Pipe 1/2" 6 m: 420; Water Tank 1000 L: 8900; Gate Valve 3/4": 680; Elbow 1/2": 45; Kitchen Tap: 1350',
    ),
    (
        "Building",
        "Paint",
        260,
        45,
        4,
        (
            "Emulsion White 4 L: 1650; Gloss Paint 4 L: 2480; Undercoat 4 L: 1450; Wood Varnish 1 L: 820; "
            "Roof Paint 20 L: 6900"
        ),
    ),
    (
        "Household",
        "Kitchen",
        300,
        55,
        3,
        (
            "Sufuria Set: 1850; Charcoal Jiko: 950; Vacuum Flask 1 L: 1250; Gas Cooker 2 Burner: 5400; "
            "Dinner Set 24: 3200; Pressure Cooker 7 L: 4600"
        ),
    ),
    (
        "Household",
        "Cleaning",
        210,
        24,
        8,
        "Bar Soap 800 g: 190; Washing Powder 1 kg: 320; Bleach 2 L: 280; Mop and Bucket: 1450; Scouring Pads 12: 120",
    ),
    (
        "Household",
        "Furniture",
        340,
        67,
        2,
        "Plastic Chair: 850; Mattress 4x6: 6800; Coffee Table: 5200; Wardrobe 2 Door: 14500; Study Desk: 7600",
    ),
    (
        "Electrical",
        "Lighting",
        320,
        64,
        8,
        (
            "LED Bulb 9 W: 180; Flood Light 50 W: 1900; Tube Light 4 ft: 450; Torch: 550; "
            "Bulkhead Lamp: 720; Street Lamp 30 W: 3400"
        ),
    ),
    (
        "Electrical",
        "Wiring",
        190,
        33,
        5,
        (
            "Twin Cable 1.5 mm 90 m: 5800; Socket Outlet: 260; Extension 4 Way: 780; "
            "Circuit Breaker 32 A: 520; Conduit 20 mm: 110"
        ),
    ),
    (
        "Electrical",
        "Appliances",
        150,
        94,
        1,
        "Electric Kettle: 2200; Iron Box: 1950; Television 32 in: 16900; Fridge 90 L: 24500; Microwave 20 L: 9800",
    ),
    (
        "Solar",
        "Panels",
        220,
        52,
        2,
        (
            "Solar Panel 100 W: 7200; Solar Panel 200 W: 12800; Solar Panel 50 W: 4300; Solar Panel 300 W: 17900; "
            "Panel Bracket: 1250; Panel Cable 10 m: 1600"
        ),
    ),
    (
        "Solar",
        "Storage",
        170,
        73,
        2,
        (
            "Battery 100 Ah: 15500; Battery 50 Ah: 8800; Inverter 500 W: 9600; Charge Controller 20 A: 3100; "
            "Battery 200 Ah: 28500"
        ),
    ),
    (
        "Solar",
        "Kits",
        250,
        89,
        1,
        (
            "Solar Lantern: 1350; Home Kit 4 Bulbs: 9900; Solar Radio: 2900; Water Pump 1 in: 21500; "
            "Garden Light Set: 3600"
        ),
    ),
)


def _products() -> tuple[Product, ...]:
    made: list[Product] = []
    for line, group, margin, returned, units, names in _RANGE:
        for entry in names.split("; "):
            name, price = entry.rsplit(": ", 1)
            made.append(Product(line, group, name, int(price), margin, returned, units))
    return tuple(made)


PRODUCTS = _products()

SALESPEOPLE = (
    Salesperson("NBI", "Wanjiru Kamau", 30, 60),
    Salesperson("NBI", "Brian Otieno", 26, 340),
    Salesperson("NBI", "Amina Hassan", 20, 90),
    Salesperson("NBI", "Peter Mwangi", 16, 150, left=(2024, 3)),
    Salesperson("NBI", "Faith Mutua", 18, 70, joined=(2024, 4)),
    Salesperson("NBI", "Kevin Njoroge", 10, 210, joined=(2023, 9)),
    Salesperson("MSA", "Salim Abdalla", 30, 120),
    Salesperson("MSA", "Zainab Omar", 26, 80),
    Salesperson("MSA", "Juma Mwakio", 18, 260, left=(2023, 10)),
    Salesperson("MSA", "Rehema Charo", 16, 100, joined=(2023, 11)),
    Salesperson("KSM", "Achieng Odhiambo", 30, 90),
    Salesperson("KSM", "George Ouma", 24, 220),
    Salesperson("KSM", "Lilian Akinyi", 16, 110, joined=(2023, 5)),
    Salesperson("NKU", "Grace Wambui", 30, 70),
    Salesperson("NKU", "Samuel Kiprono", 26, 180),
    Salesperson("NKU", "Dennis Ng'ang'a", 18, 300, left=(2024, 7)),
    Salesperson("NKU", "Joyce Chebet", 18, 90, joined=(2024, 8)),
    Salesperson("ELD", "Daniel Kipchumba", 30, 110),
    Salesperson("ELD", "Mercy Jepkosgei", 26, 60),
    Salesperson("ELD", "Collins Rotich", 16, 250, joined=(2023, 7)),
    Salesperson("THK", "Esther Njeri", 28, 100),
    Salesperson("THK", "John Kariuki", 22, 170),
    Salesperson("THK", "Agnes Wairimu", 12, 80, left=(2024, 5)),
    Salesperson("NYR", "James Gathogo", 26, 190),
    Salesperson("NYR", "Lucy Muthoni", 22, 90, left=(2024, 1)),
    Salesperson("NYR", "Simon Maina", 14, 140, joined=(2024, 2)),
    Salesperson("MKS", "Mutinda Musyoka", 28, 130),
    Salesperson("MKS", "Ruth Mwende", 24, 70),
    Salesperson("MKS", "Stephen Kioko", 14, 230, joined=(2024, 3)),
)

WALK_IN = Account("Retail", (), 1, 0)
ACCOUNTS = (
    Account("Wholesale", ("Wholesalers", "Traders", "General Stores", "Supplies Ltd"), 5, 6),
    Account("Contractor", ("Builders", "Contractors", "Hardware"), 3, 5),
    Account("Institution", ("Academy", "Hospital", "Girls School", "Church"), 2, 4),
    Account("Farm Group", ("Farmers Co-op", "Dairy Group", "Growers Sacco"), 3, 3),
)
STEMS = (
    "Baraka",
    "Umoja",
    "Jirani",
    "Tumaini",
    "Maendeleo",
    "Upendo",
    "Amani",
    "Neema",
    "Mwangaza",
    "Bidii",
    "Pwani",
    "Kilele",
    "Ushindi",
    "Imani",
    "Faraja",
    "Jamii",
    "Riziki",
    "Salama",
    "Harambee",
    "Nuru",
    "Tujenge",
    "Sunrise",
    "Highland",
    "Lakeview",
    "Savanna",
    "Acacia",
    "Equator",
    "Greenfield",
    "Riverside",
    "Hilltop",
)
