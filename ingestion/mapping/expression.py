"""Expressions of a mapping, such as `Sales - Profit` or `max(0, quantity) * unit price`, read by our own grammar.

In: the text, and the file's headers when they are known, so that a bare name may hold spaces or a hyphen.
Out: a tree of `ingestion.mapping.nodes`, or a `MappingError`. Nothing is ever executed here.

    sum       = product (("+" | "-") product)*
    product   = factor (("*" | "/") factor)*
    factor    = "-" factor | "(" sum ")" | number | header | function
    function  = "abs(" sum ")" | ("min(" | "max(") sum ("," sum)+ ")" | "if(" sum relation sum "," sum "," sum ")"
    header    = [any name] | "any name" | bare words
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingestion.errors import MappingError
from ingestion.mapping.names import find_header
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

MAX_OPERATORS = 20
MAX_DEPTH = 20
MAX_LENGTH = 500

_RELATIONS = {"==": "=", "<>": "!="}
_FUNCTIONS = ("abs", "min", "max", "if")
_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<function>(?:abs|min|max|if)(?=\s*\())
  | (?P<number>\d{1,15}(?:\.\d{1,9})?|\.\d{1,9})(?![\w.])
  | \[(?P<bracketed>[^\[\]]+)\]
  | "(?P<quoted>[^"]+)"
  | (?P<bare>[^\W\d]\w*(?:\s+(?!(?:abs|min|max|if)\s*\()[^\W\d]\w*)*)
  | (?P<mark><=|>=|==|!=|<>|[-+*/(),<>=])
    """,
    re.VERBOSE | re.IGNORECASE,
)


def parse(text: str, headers: Sequence[str] | None = None) -> Node:
    """The tree of an expression. With `headers`, names become the file's own and unknown ones are refused.

    >>> parse("Sales - Profit")
    Binary(operator=<Operator.MINUS: '-'>, left=Header(name='Sales'), right=Header(name='Profit'))
    """
    if len(text) > MAX_LENGTH:
        raise _bad(text[:40] + "...", f"it is longer than {MAX_LENGTH} characters")
    return _Parser(text, _tokens(text, headers), headers).whole()


def headers_of(node: Node) -> tuple[str, ...]:
    """The headers an expression reads, each once, in order of appearance."""
    return tuple(dict.fromkeys(_names(node)))


def _names(node: Node) -> list[str]:
    match node:
        case Header(name):
            return [name]
        case Number():
            return []
        case Negative(operand):
            return _names(operand)
        case Binary(_, left, right):
            return [*_names(left), *_names(right)]
        case Call(_, arguments):
            return [name for argument in arguments for name in _names(argument)]
        case Choice(Comparison(_, left, right), then, otherwise):
            return [name for part in (left, right, then, otherwise) for name in _names(part)]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


_END = _Token("end", "")


def _tokens(text: str, headers: Sequence[str] | None) -> list[_Token]:
    known = _known(headers or ())
    tokens, at = [], 0
    while at < len(text):
        token, at = _next(text, at, known)
        if token.kind != "space":
            tokens.append(token)
    return tokens


def _next(text: str, at: int, known: re.Pattern[str] | None) -> tuple[_Token, int]:
    found = _TOKEN.match(text, at)
    if known and not (found and found.lastgroup == "function") and (header := known.match(text, at)):
        return _Token("header", header.group()), header.end()
    if found is None or found.lastgroup is None:
        raise _bad(text, f"{text[at]!r} at place {at + 1} is not understood")
    kind = "header" if found.lastgroup in ("bracketed", "quoted", "bare") else found.lastgroup
    return _Token(kind, found[found.lastgroup]), found.end()


def _known(headers: Sequence[str]) -> re.Pattern[str] | None:
    """Matches the longest header that stands at a place as bare words; a name without a letter needs brackets."""
    bare = [header for header in headers if re.search(r"[^\W\d_]", header)]
    if not bare:
        return None
    words = (r"[\s_]+".join(map(re.escape, filter(None, re.split(r"[\s_]+", header)))) for header in bare)
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


class _Parser:
    """One pass over the tokens, a method a rule of the grammar."""

    def __init__(self, text: str, tokens: list[_Token], headers: Sequence[str] | None) -> None:
        self.text = text
        self.tokens = tokens
        self.headers = headers
        self.at = 0
        self.operators = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.sum()
        if self.peek() is not _END:
            raise _bad(self.text, f"{self.peek().text!r} is not expected there")
        return node

    def peek(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    def take(self, *marks: str) -> str | None:
        """The next token if it is one of the marks."""
        token = self.peek()
        if token.kind != "mark" or token.text not in marks:
            return None
        self.at += 1
        return token.text

    def need(self, mark: str) -> None:
        if self.take(mark) is None:
            raise _bad(self.text, f"{mark!r} is missing {self.where()}")

    def where(self) -> str:
        return "at the end" if self.peek() is _END else f"before {self.peek().text!r}"

    def count(self) -> None:
        self.operators += 1
        if self.operators > MAX_OPERATORS:
            raise _bad(self.text, f"it has more than {MAX_OPERATORS} operators")

    def sum(self) -> Node:
        node = self.product()
        while mark := self.take("+", "-"):
            self.count()
            node = Binary(Operator(mark), node, self.product())
        return node

    def product(self) -> Node:
        node = self.factor()
        while mark := self.take("*", "/"):
            self.count()
            node = Binary(Operator(mark), node, self.factor())
        return node

    def factor(self) -> Node:
        if self.take("-"):
            self.count()
            return Negative(self.factor())
        if self.take("("):
            node = self.nested()
            self.need(")")
            return node
        return self.leaf()

    def nested(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _bad(self.text, f"it is nested deeper than {MAX_DEPTH}")
        node = self.sum()
        self.depth -= 1
        return node

    def leaf(self) -> Node:
        token = self.peek()
        self.at += 1
        match token.kind:
            case "number":
                return Number(Decimal(token.text))
            case "header":
                return self.header(token.text)
            case "function":
                self.count()
                return self.function(token.text.lower())
            case _:
                self.at -= 1
                raise _bad(self.text, f"a number or a header is missing {self.where()}")

    def header(self, name: str) -> Header:
        if self.take("("):
            raise _bad(self.text, f"there is no function {name!r}; there are {', '.join(_FUNCTIONS)}")
        return Header(name if self.headers is None else find_header(name, self.headers))

    def function(self, name: str) -> Node:
        self.need("(")
        node = self.choice() if name == "if" else self.call(Function(name))
        self.need(")")
        return node

    def call(self, function: Function) -> Call:
        arguments = [self.nested()]
        while self.take(","):
            arguments.append(self.nested())
        if (len(arguments) == 1) is not (function is Function.ABS):
            raise _bad(self.text, "abs takes one value, min and max take two or more")
        return Call(function, tuple(arguments))

    def choice(self) -> Choice:
        left = self.nested()
        mark = self.take("<", "<=", ">", ">=", "=", "==", "!=", "<>")
        if mark is None:
            raise _bad(self.text, "`if` needs a comparison first, as in if(Quantity < 0, 0, Sales)")
        self.count()
        condition = Comparison(Relation(_RELATIONS.get(mark, mark)), left, self.nested())
        self.need(",")
        then = self.nested()
        self.need(",")
        return Choice(condition, then, self.nested())


def _bad(text: str, reason: str) -> MappingError:
    return MappingError(
        "BAD_EXPRESSION",
        f"The expression {text!r} cannot be read: {reason}.",
        "Use headers, numbers, + - * / ( ), abs, min, max and if(a < b, then, otherwise); put odd headers in [ ].",
    )
