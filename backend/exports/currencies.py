"""How many decimals a currency is written with, as ISO 4217 lists them; two where nothing else is said."""

from __future__ import annotations

WITHOUT = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
WITH_THREE = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])


def digits_of(currency: str) -> int:
    """Decimals that the currency's amounts are shown with.

    >>> digits_of("KES"), digits_of("UGX"), digits_of("TND")
    (2, 0, 3)
    """
    if currency in WITHOUT:
        return 0
    return 3 if currency in WITH_THREE else 2
