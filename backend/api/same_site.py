"""Whether a request that changes something comes from this server's own pages or from a program.

A browser says where a request comes from; pages of other sites are refused. Programs say nothing and are let in.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from backend.load_errors import CrossSite


def refuse_cross_site(request: Request) -> None:
    """Raises CrossSite for a request that a page of another site sent."""
    site = request.headers.get("sec-fetch-site")
    if site == "same-origin":
        return
    origin = request.headers.get("origin")
    is_own = origin is None or _host(origin) == request.headers.get("host", "").lower()
    if site not in {None, "none"} or not is_own:
        raise CrossSite("A page of another site may not change what is loaded.")


def _host(origin: str) -> str | None:
    """Host and port of an origin, None when it is not one."""
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None
