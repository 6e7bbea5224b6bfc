"""CDNOW through the product: loaded by the command, read from customerLifetimeValue, against the published figures.

The paper counts an order of no value as a purchase; here a purchase is a line with gross revenue. With CDs for revenue
all orders are purchases on the paper's days, and the parameters of the BG/NBD model, which knows no values, are those
published. With dollars the eight customers who only ever had a free order are nobody's customers.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import beta, gamma, gammaln, hyp2f1

from backend.question import SourceChoice
from backend.reports.rules import Rules
from backend.reports.session import Conventions
from backend.reports.spec import Arguments
from backend.tests.asking import asking
from backend.tests.reports.cdnow import Life, as_file, lives, purchases
from backend.tests.reports.ledger import check_envelope
from backend.tests.reports.shops import loaded

Model = dict[str, Any]
SOME = ("C0001", "C0002", "C0003", "C0006", "C0761", "C0857", "C2357")


@pytest.fixture(scope="module")
def in_cds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("cds"), as_file(purchases(), "cds"))


@pytest.fixture(scope="module")
def in_dollars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("dollars"), as_file(purchases(), "dollars"))


async def answers(store: Path, names: tuple[str, ...], conventions: Conventions | None = None) -> list[dict[str, Any]]:
    async with asking(store, conventions) as asker:
        found = [await asker.envelope("customerLifetimeValue", Arguments(customer_id=name)) for name in names]
    for envelope in found:
        check_envelope(envelope)
    return [envelope["data"] for envelope in found]


async def test_the_published_parameters(in_cds: Path) -> None:
    (found,) = await answers(in_cds, ("C0001",))
    model = found["model"]
    assert {name: round(model[name], 3) for name in ("r", "alpha", "a", "b")} == {
        "r": 0.243,
        "alpha": 4.414,
        "a": 0.793,
        "b": 2.426,
    }
    assert (model["customers"], model["asOf"], model["converged"]) == (2357, "1997-09-30", True)


async def test_the_published_customer(in_cds: Path) -> None:
    """x 2, t_x 30.43, T 38.86: 1.226 purchases in the next 39 weeks."""
    (found,) = await answers(in_cds, ("C0001",), Conventions(rules=Rules(horizon_weeks=39)))
    assert round(found["expectedPurchases"], 3) == 1.226
    assert (found["purchaseDays"], found["horizonWeeks"]) == (3, 39)
    assert (round(found["recencyWeeks"], 2), round(found["ageWeeks"], 2)) == (30.43, 38.86)


async def test_histories_and_values_by_hand(in_dollars: Path) -> None:
    """Each figure of a row from the printed equations and the stated parameters."""
    known = lives(purchases())
    for found in await answers(in_dollars, SOME):
        life, model = known[found["customer"]], found["model"]
        assert found["purchaseDays"] == life.days
        assert (found["firstPurchase"][:10], found["lastPurchase"][:10]) == (str(life.first), str(life.last))
        assert (found["recencyWeeks"], found["ageWeeks"]) == (life.recency, life.age)
        assert Decimal(repr(found["historicValue"])) == life.dollars
        assert found["expectedPurchases"] == pytest.approx(equation_10(model, life, 52), rel=1e-9)
        assert found["probabilityAlive"] == pytest.approx(1 / (1 + odds_of_leaving(model, life)), rel=1e-12)
        assert found["expectedPurchaseValue"] == pytest.approx(next_value(model, life), abs=5.1e-5)
        expected = equation_10(model, life, 52) * next_value(model, life)
        assert found["expectedValue"] == pytest.approx(expected, abs=5.1e-5)
        both = Decimal(repr(found["historicValue"])) + Decimal(repr(found["expectedValue"]))
        assert Decimal(repr(found["lifetimeValue"])) == both


async def test_dollars_give_the_likeliest_parameters(in_dollars: Path) -> None:
    """No parameters near the stated ones make the ledger's histories and means likelier."""
    known = list(lives(purchases()).values())
    (found,) = await answers(in_dollars, ("C0001",))
    model = found["model"]
    assert (model["customers"], model["repeatCustomers"]) == (len(known), sum(life.days > 1 for life in known))
    best = log_likelihood(model, known)
    for name in ("r", "alpha", "a", "b", "p", "q", "gamma"):
        for factor in (0.99, 1.01):
            assert log_likelihood({**model, name: model[name] * factor}, known) < best


async def test_base_lines_give_the_same_fit(in_dollars: Path) -> None:
    async with asking(in_dollars) as asker:
        fast, base = [
            await asker.data("customerLifetimeValue", Arguments(customer_id="C0001", source=source))
            for source in SourceChoice
        ]
    assert fast == base


def odds_of_leaving(model: Model, life: Life) -> float:
    x = life.days - 1
    if not x:
        return 0.0
    stretched = (model["alpha"] + life.age) / (model["alpha"] + life.recency)
    return float(model["a"] / (model["b"] + x - 1) * stretched ** (model["r"] + x))


def equation_10(model: Model, life: Life, horizon: float) -> float:
    """Fader, Hardie, Lee (2005)."""
    x, (r, alpha, a, b) = life.days - 1, (model[name] for name in ("r", "alpha", "a", "b"))
    until = alpha + life.age
    series = hyp2f1(r + x, b + x, a + b + x - 1, horizon / (until + horizon))
    top = (a + b + x - 1) / (a - 1) * (1 - (until / (until + horizon)) ** (r + x) * series)
    return float(top / (1 + odds_of_leaving(model, life)))


def next_value(model: Model, life: Life) -> float:
    p, q, scale = (model[name] for name in ("p", "q", "gamma"))
    return float(p * (scale + float(life.dollars)) / (p * life.days + q - 1))


def log_likelihood(model: Model, known: list[Life]) -> float:
    """Equation 6 of the paper and equation 1a of the note on values, customer by customer."""
    r, alpha, a, b = (model[name] for name in ("r", "alpha", "a", "b"))
    p, q, scale = (model[name] for name in ("p", "q", "gamma"))
    total = 0.0
    for life in known:
        x = life.days - 1
        stayed = beta(a, b + x) / (alpha + life.age) ** (r + x)
        left = beta(a + 1, b + x - 1) / (alpha + life.recency) ** (r + x) if x else 0.0
        total += np.log(gamma(r + x) * alpha**r / gamma(r) / beta(a, b) * (stayed + left))
        shape, mean = p * life.days, float(life.dollars) / life.days
        total += gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(scale)
        total += (shape - 1) * np.log(mean) + shape * np.log(life.days)
        total -= (shape + q) * np.log(scale + life.days * mean)
    return float(total)
