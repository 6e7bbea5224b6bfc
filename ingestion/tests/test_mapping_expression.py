"""Expressions: what the grammar reads, what it refuses, and that printing a tree reads back as the same tree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.errors import MappingError
from ingestion.mapping.expression import MAX_OPERATORS, headers_of, parse
from ingestion.mapping.headers import bare
from ingestion.mapping.nodes import (
    Binary,
    Call,
    Choice,
    Comparison,
    Function,
    Header,
    Negative,
    Node,
    Number,
    Operator,
    Relation,
)

HEADERS = (
    "Sales",
    "Profit",
    "Unit Price",
    "Quantity",
    "Sub-Total",
    "Sub",
    "min",
    "2023 Sales",
    "Net Sales",
    "Cost [KES]",
    'a "b"',
)
SALES, PROFIT, PRICE, QUANTITY = Header("Sales"), Header("Profit"), Header("Unit Price"), Header("Quantity")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Sales - Profit", Binary(Operator.MINUS, SALES, PROFIT)),
        ("sales-profit", Binary(Operator.MINUS, SALES, PROFIT)),
        ("unit price * quantity", Binary(Operator.TIMES, PRICE, QUANTITY)),
        ("unit_price * QUANTITY", Binary(Operator.TIMES, PRICE, QUANTITY)),
        ('"Unit Price" * [Quantity]', Binary(Operator.TIMES, PRICE, QUANTITY)),
        ("Sales - Profit - 1.5", Binary(Operator.MINUS, Binary(Operator.MINUS, SALES, PROFIT), Number(Decimal("1.5")))),
        (
            "1 + Sales * .5",
            Binary(Operator.PLUS, Number(Decimal(1)), Binary(Operator.TIMES, SALES, Number(Decimal("0.5")))),
        ),
        ("(Sales - Profit) / 2", Binary(Operator.OVER, Binary(Operator.MINUS, SALES, PROFIT), Number(Decimal(2)))),
        ("-Sales", Negative(SALES)),
        ("max(0, Quantity)", Call(Function.MAX, (Number(Decimal(0)), QUANTITY))),
        ("MIN(Sales, Profit, 3)", Call(Function.MIN, (SALES, PROFIT, Number(Decimal(3))))),
        ("abs(-Sales)", Call(Function.ABS, (Negative(SALES),))),
        ("[min] + Sub-Total", Binary(Operator.PLUS, Header("min"), Header("Sub-Total"))),
        ("[Sub] - Sales", Binary(Operator.MINUS, Header("Sub"), SALES)),
        ("2023 Sales / 2", Binary(Operator.OVER, Header("2023 Sales"), Number(Decimal(2)))),
        ("Net Sales", Header("Net Sales")),
        (
            "if(Quantity < 0, 0, Sales)",
            Choice(Comparison(Relation.LESS, QUANTITY, Number(Decimal(0))), Number(Decimal(0)), SALES),
        ),
        (
            "if(Quantity == Sales, Sales, Profit)",
            Choice(Comparison(Relation.EQUAL, QUANTITY, SALES), SALES, PROFIT),
        ),
        (
            "if(Quantity <> 0, Sales, Profit)",
            Choice(Comparison(Relation.NOT_EQUAL, QUANTITY, Number(Decimal(0))), SALES, PROFIT),
        ),
    ],
)
def test_reads(text: str, tree: Node) -> None:
    assert parse(text, HEADERS) == tree


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("Slaes - Profit", "UNKNOWN_HEADER", "'Sales'"),
        ("round(Sales)", "BAD_EXPRESSION", "no function 'round'"),
        ("(Sales", "BAD_EXPRESSION", "')' is missing at the end"),
        ("Sales +", "BAD_EXPRESSION", "missing at the end"),
        ("Sales Sales", "BAD_EXPRESSION", "not expected"),
        ("Sales; Profit", "BAD_EXPRESSION", "';' at place 6"),
        ("__import__('os')", "BAD_EXPRESSION", "not understood"),
        ("min(Sales)", "BAD_EXPRESSION", "two or more"),
        ("abs(Sales, Profit)", "BAD_EXPRESSION", "one value"),
        ("if(Sales, 1, 2)", "BAD_EXPRESSION", "comparison"),
        ("Sales < Profit", "BAD_EXPRESSION", "not expected"),
        ("1 2", "BAD_EXPRESSION", "not expected"),
        ("", "BAD_EXPRESSION", "missing at the end"),
        ("1" + " + 1" * (MAX_OPERATORS + 1), "BAD_EXPRESSION", "more than 20 operators"),
        ("(" * 30 + "1" + ")" * 30, "BAD_EXPRESSION", "nested"),
        ("1" * 600, "BAD_EXPRESSION", "longer"),
    ],
)
def test_refuses(text: str, code: str, part: str) -> None:
    with pytest.raises(MappingError) as refused:
        parse(text, HEADERS)
    assert refused.value.code == code
    assert part in refused.value.message + refused.value.hint


def test_a_name_that_two_headers_bear_is_refused() -> None:
    with pytest.raises(MappingError, match="AMBIGUOUS_HEADER"):
        parse("net_sales", ("Net Sales", "net sales"))
    assert parse("[net sales]", ("Net Sales", "net sales")) == Header("net sales")


def test_without_headers_words_beside_each_other_are_one_name() -> None:
    assert parse("unit price * quantity") == Binary(Operator.TIMES, Header("unit price"), Header("quantity"))


def test_headers_of_lists_each_once_in_order() -> None:
    tree = parse("if(Quantity < 0, min(Sales, Profit), Sales) * Unit Price", HEADERS)
    assert headers_of(tree) == ("Quantity", "Sales", "Profit", "Unit Price")


_NUMBERS = st.decimals(0, 999, places=2).map(Number)
_LEAVES = st.one_of(_NUMBERS, st.sampled_from(HEADERS).map(Header))


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Negative, inner),
        st.builds(Binary, st.sampled_from(Operator), inner, inner),
        st.builds(Call, st.just(Function.ABS), st.tuples(inner)),
        st.builds(Call, st.sampled_from((Function.MIN, Function.MAX)), st.tuples(inner, inner)),
        st.builds(Choice, st.builds(Comparison, st.sampled_from(Relation), inner, inner), inner, inner),
    )


def _written(node: Node) -> str:
    match node:
        case Number(value):
            return str(value)
        case Header(name):
            return bare(name)
        case Negative(operand):
            return f"-({_written(operand)})"
        case Binary(operator, left, right):
            return f"({_written(left)}){operator}({_written(right)})"
        case Call(function, arguments):
            return f"{function}({', '.join(map(_written, arguments))})"
        case Choice(Comparison(relation, left, right), then, otherwise):
            return f"if({_written(left)} {relation} {_written(right)}, {_written(then)}, {_written(otherwise)})"


@settings(deadline=None)
@given(st.recursive(_LEAVES, _grown, max_leaves=6))
def test_a_written_tree_reads_back(tree: Node) -> None:
    text = _written(tree)
    if len(text) <= 500:
        assert parse(text, HEADERS) == tree
