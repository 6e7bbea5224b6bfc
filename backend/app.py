"""The only wiring: settings and an engine in, the ASGI application out.

Importing this does nothing; `create_app` builds, the application's lifespan closes the engine.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from backend.access.demands import FIXED, PUBLIC, REPORTS, Demand, Table, guard
from backend.access.layer import AccessLayer
from backend.access.principal import ANYONE, STRANGER, Role
from backend.access.start import gate_of
from backend.answer import AnswerContext
from backend.api.data_loads import add_loads
from backend.api.diagnostics import add_diagnostics
from backend.api.door import WAITING_FOR_EACH, Door
from backend.api.downloads import FILE_HEADERS
from backend.api.graphql_door import add_graphql
from backend.api.health import Drain, add_health
from backend.api.json_body import BodyLimits
from backend.api.layered import Layered
from backend.api.metrics import add_metrics, post_of, posting
from backend.api.middleware import Outermost, RequestLimits
from backend.api.openapi import VERSION, openapi_text
from backend.api.pages import add_pages
from backend.api.parameters import names_of
from backend.api.printed import add_printed
from backend.api.rest import add_refusals, add_reports, path_of, refusal
from backend.api.site import add_site
from backend.api.trace import ID_HEADER, Trace, name_routes
from backend.cache.answers import KeptAnswers
from backend.cache.layer import CacheLayer
from backend.cache.warming import keeping
from backend.engine.choice import engine_of, last_answers_of
from backend.engine.port import Engine
from backend.engine.slots import Slots
from backend.errors import SalesError
from backend.limits.callers import networks_of
from backend.limits.counts import FILE, Counts
from backend.limits.layer import TOLD, Allowance, LimitsLayer
from backend.logging_config import configure_logging
from backend.machine import cores
from backend.reports.registry import reports
from backend.reports.session import Conventions
from backend.reports.spec import ReportSpec
from backend.settings import Settings, load, refuse_open_door
from backend.slow import SlowQuestions
from backend.warmup import warm_up
from druid.catalog.check import check
from druid.catalog.model import Catalog
from druid.catalog.sales import SALES
from druid.store.proof import last_proof


def wall_clock() -> datetime:
    return datetime.now(UTC)


def _room(settings: Settings) -> Slots:
    """How many requests are answered at once: those with a turn at the engine, and four more for each turn."""
    turns = settings.druid_slots if settings.engine == "druid" else 2 * cores()
    count = max(5 * turns // max(settings.workers, 1), 10)
    return Slots(count, WAITING_FOR_EACH * count)


def make_door(
    settings: Settings, engine: Engine, catalog: Catalog, specs: Iterable[ReportSpec], clock: Callable[[], datetime]
) -> Door:
    conventions = Conventions(
        settings.timezone,
        settings.currency,
        settings.week_start,
        fiscal_start=settings.fiscal_year_start,
        rules=settings.rules,
        stale_after_hours=settings.stale_after_hours,
    )
    return Door(
        {spec.name: spec for spec in specs},
        names_of(catalog, settings.max_filter_values),
        AnswerContext(
            catalog,
            engine,
            conventions,
            last=last_answers_of(settings),
            proof=partial(last_proof, settings.data_dir),
        ),
        settings,
        clock,
        SlowQuestions(told_ms=settings.slow_question_ms),
        answering=_room(settings),
    )


def create_app(
    settings: Settings,
    engine: Engine | None = None,
    *,
    catalog: Catalog = SALES,
    specs: Iterable[ReportSpec] | None = None,
    clock: Callable[[], datetime] = wall_clock,
) -> Layered:
    """The application over an engine, by default the one that the settings name; it closes the engine.

    Raises InconsistentCatalog for a catalog that contradicts itself.
    """
    check(catalog)
    opened = engine if engine is not None else engine_of(settings, catalog)
    asked = tuple(specs) if specs is not None else reports(catalog)
    return assemble(make_door(settings, opened, catalog, asked, clock))


def from_environment() -> Layered:
    """The application of a reloading server, which makes a new one after each change."""
    settings = load()
    refuse_open_door(settings)
    configure_logging(settings.log_level)
    return create_app(settings)


def assemble(door: Door) -> Layered:
    """Routes and layers around a door. `state.drain` ends readiness, `state.answers` are those kept."""
    answers = KeptAnswers(door) if door.settings.cache_megabytes else None
    post = post_of(door.settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await warm_up(door.context, door.specs, door.clock())
        async with posting(door, post), keeping(door, answers):
            yield
        await door.context.close()

    app = Layered(
        title="Sales analytics",
        version=VERSION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    app.stand_behind(_layers(door, answers))
    app.state.drain = Drain()
    app.state.answers = answers
    add_reports(app, door)
    add_printed(app, door)
    add_graphql(app, door)
    add_health(app, door, app.state.drain)
    add_loads(app, door, app.state.drain, door.context.catalog)
    add_diagnostics(app, door)
    if door.settings.metrics == "on":
        add_metrics(app, door, post)
    add_pages(app, openapi_text(tuple(door.specs.values()), door.names))
    site = add_site(app, door.settings.site_dir)
    add_refusals(app, door)
    name_routes(app.routes)
    guard(app.routes, _demands(door.specs.values(), site), is_on=door.settings.is_guarded)
    return app


def _demands(specs: Iterable[ReportSpec], site: Iterable[str]) -> Table:
    """What every route demands: those of the table, the reports' own, the dashboard's files."""
    asking = {(spec.method, path_of(spec)): Demand(REPORTS.get(spec.name, Role.VIEWER)) for spec in specs}
    return {**{("GET", path): PUBLIC for path in site}, **asking, **FIXED}


def _counts(settings: Settings) -> Counts:
    """Shared by the workers of a server; one alone counts for itself, without locks."""
    folder = settings.runtime_dir if settings.workers > 1 else None
    return Counts(None if folder is None else folder / FILE)


def _layers(door: Door, answers: KeptAnswers | None) -> list[Middleware]:
    settings = door.settings
    hosts = frozenset(host.strip("[]").lower() for host in settings.allowed_hosts)
    principal = STRANGER if settings.is_guarded else ANYONE
    limits = RequestLimits(settings.max_url_bytes, settings.max_header_bytes, hosts, principal)

    def refuse(error: SalesError, trace: Trace, path: str) -> Response:
        return refusal(door, error, trace, path)

    layers = [Middleware(Outermost, limits=limits, refuse=refuse)]
    if settings.is_guarded:
        layers.append(Middleware(AccessLayer, gate=gate_of(settings, door.context.catalog, door.clock)))
    if settings.cors_origins:
        layers.append(
            Middleware(
                CORSMiddleware,
                allow_origins=settings.cors_origins,
                allow_methods=["GET", "POST"],
                allow_headers=["Authorization", "Content-Type", ID_HEADER],
                expose_headers=[ID_HEADER, "ETag", "Retry-After", *TOLD, *FILE_HEADERS],
            )
        )
    allowed = Allowance(settings.rate_limit_per_minute, settings.cost_per_minute, settings.refused_keys_per_minute)
    if allowed.is_any:
        counts, trusted = _counts(settings), networks_of(settings.trusted_proxies)
        layers.append(Middleware(LimitsLayer, allowed=allowed, counts=counts, trusted=trusted, refuse=refuse))
    if answers is not None:
        body = BodyLimits(settings.max_body_bytes, settings.body_timeout_seconds)
        layers.append(Middleware(CacheLayer, answers=answers, limits=body, refuse=refuse))
    return layers
