"""An answer as it is kept: its bytes, and where this request's id, age and time are written into them.

Comes in: the body that one request was answered with. Goes out: the body for another request, without encoding it
again; and its compressed form, made once, which stays as it was packed.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass

_CACHE = re.compile(rb'"cache":\{((?:"hit":false,?)?(?:"ageMs":0,?)?(?:"hit":false)?)\}')
_TOOK = re.compile(rb'"tookMs":[0-9][0-9.eE+-]*')
SMALLEST_PACKED = 1024
"""Below this many bytes a compressed body saves nothing worth it."""
LEVEL = 6


class Unpatchable(ValueError):
    """The body says something of its request in a form that cannot be found again."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What of a body is this request's own; `age_ms` is None for an answer that was computed just now."""

    request_id: bytes
    took_ms: float
    age_ms: int | None


@dataclass(frozen=True, slots=True)
class Template:
    """A body cut where it names its request.

    `parts` lie between those places and in them; the others say which those are, `caches` by what stands there.
    """

    parts: list[bytes]
    ids: list[int]
    tooks: list[int]
    caches: dict[bytes, list[int]]

    @property
    def size(self) -> int:
        return sum(map(len, self.parts))

    def written(self, stamp: Stamp) -> bytes:
        parts = self.parts.copy()
        for place in self.ids:
            parts[place] = stamp.request_id
        took = b'"tookMs":%.3f' % stamp.took_ms
        for place in self.tooks:
            parts[place] = took
        if stamp.age_ms is not None:
            for before, places in self.caches.items():
                told = before.replace(b"false", b"true").replace(b'"ageMs":0', b'"ageMs":%d' % stamp.age_ms)
                for place in places:
                    parts[place] = told
        return b"".join(parts)


def template_of(body: bytes, request_id: str) -> Template:
    """Where `body` names its request. In JSON a quote inside a text is escaped, so these can only be keys.

    Raises Unpatchable when a block says of the cache what no fresh answer says.
    """
    named = re.finditer(rb'"requestId":"(%s)"' % re.escape(request_id.encode()), body)
    places = [(*found.span(1), "id") for found in named]
    places += [(*found.span(), "took") for found in _TOOK.finditer(body)]
    caches = [(*found.span(), "cache") for found in _CACHE.finditer(body)]
    if len(caches) != body.count(b'"cache":{'):
        raise Unpatchable("a block tells of the cache in another form")
    return _cut(body, sorted(places + caches))


def _cut(body: bytes, places: list[tuple[int, int, str]]) -> Template:
    cut = Template([], [], [], {})
    at = 0
    for start, end, kind in places:
        cut.parts.extend((body[at:start], body[start:end]))
        place = len(cut.parts) - 1
        if kind == "id":
            cut.ids.append(place)
        elif kind == "took":
            cut.tooks.append(place)
        else:
            cut.caches.setdefault(body[start:end], []).append(place)
        at = end
    cut.parts.append(body[at:])
    return cut


@dataclass(slots=True)
class Kept:
    """`born` and `dies` are monotonic seconds; `facts` what the log says of such an answer; `tag` None without one.

    `computed_by` is the id of the request which computed it. `size` counts every form, and `about` bytes around them;
    `asked` is how often it was wanted, `told` how much of that was counted elsewhere.
    """

    template: Template
    tag: bytes | None
    born: float
    dies: float
    computed_by: str
    facts: Mapping[str, object]
    about: int = 0
    packed: bytes | None = None
    is_packing: bool = False
    asked: int = 0
    told: int = 0

    @property
    def size(self) -> int:
        return self.template.size + self.about + (0 if self.packed is None else len(self.packed))

    @property
    def is_worth_packing(self) -> bool:
        return self.template.size >= SMALLEST_PACKED

    def pack(self, stamp: Stamp) -> bytes:
        """The compressed form, as of this moment; takes milliseconds, so it is called off the event loop."""
        return gzip.compress(self.template.written(stamp), LEVEL, mtime=0)
