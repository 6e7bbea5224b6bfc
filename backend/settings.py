"""The one table of settings: environment variables (or `.env`) with the prefix SALES_, checked once at start.

Comes in: the environment, which only `load` reads. Goes out: a frozen `Settings`; `SettingsInvalid` holds one plain
sentence a mistake. `settings_table` is the table the docs and `.env.example` are generated from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from backend.reports.rules import Rules
from druid.calendar import zone_names

PREFIX = "SALES_"
LOOPBACK = ("localhost", "127.0.0.1", "::1")

Names = Annotated[tuple[str, ...], NoDecode]
Weekdays = Annotated[tuple[Annotated[int, Field(ge=1, le=7)], ...], NoDecode, Field(min_length=1)]


class SettingsInvalid(Exception):
    """The settings cannot be used; `sentences` say why, one mistake each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Settings(BaseSettings):
    """Everything that may differ between installations. Lists are written with commas."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", case_sensitive=False)

    engine: Literal["embedded", "druid"] = Field("embedded", description="Engine that answers: embedded or druid.")
    host: str = Field(
        "127.0.0.1", description="Address to listen on; a loopback address unless SALES_GUARD allows more."
    )
    guard: Literal["loopback", "container", "proxy"] = Field(
        "loopback",
        description="What keeps strangers out: loopback, container (ports published on loopback alone) or proxy.",
    )
    access: Literal["off", "required"] = Field(
        "off", description="Whether callers must say who they are: off or required; production requires it."
    )
    access_file: Path = Field(Path("var/access.yaml"), description="File of API keys, written by `make keys`.")
    jwt_key_file: Path | None = Field(
        None, description="File of the key that verifies tokens: a public key in PEM, or the secret of HS256."
    )
    jwt_algorithm: Literal["RS256", "PS256", "ES256", "EdDSA", "HS256"] = Field(
        "RS256", description="The one algorithm that tokens are signed by."
    )
    jwt_key_id: str = Field("", description="Name of that key, which every token states as kid.")
    jwt_issuer: str = Field("", description="Who issues tokens: their claim iss.")
    jwt_audience: str = Field("", description="Whom tokens are for: their claim aud.")
    jwt_leeway_seconds: int = Field(30, ge=0, le=60, description="How far the issuer's clock may differ from ours.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(
        1, ge=0, le=64, description="Processes that answer; 0: one a core, as far as memory goes, as `make serve` does."
    )
    worker_silence_seconds: float = Field(
        60.0, ge=5, description="Time without a sign of life after which one of several workers is started again."
    )
    runtime_dir: Path | None = Field(
        None, description="Folder in which a server keeps what its processes share; unset: that of temporary files."
    )
    data_dir: Path = Field(Path("var/data"), description="Folder of the store that ingestion writes.")
    site_dir: Path | None = Field(
        None, description="Folder of the built dashboard; unset: frontend/dist beside the package."
    )
    druid_url: str = Field(
        "http://localhost:8888", pattern="^https?://[^/?#@]+/?$", description="Address of Druid's router."
    )
    druid_prefix: str = Field(
        "", pattern="^([a-z][a-z0-9_]{0,40})?$", description="Begins the name of each datasource of this business."
    )
    druid_slots: int = Field(16, ge=1, le=256, description="Most statements running on Druid at once.")
    serve_stale_seconds: int = Field(
        900,
        ge=0,
        description="Age up to which the last answer stands in, marked as stale, while Druid is away; 0: never.",
    )
    cache_megabytes: int = Field(
        128, ge=0, description="Memory of a process for kept answers, in megabytes; 0: every question is computed."
    )
    cache_warm: Literal["on", "off"] = Field(
        "on", description="Ask what is asked often again after each load and start, before anybody does: on or off."
    )
    cache_realtime_seconds: int = Field(30, ge=1, description="Longest that an answer is kept that follows the clock.")
    cache_dashboard_seconds: int = Field(60, ge=1, description="Longest that an overview of sales is kept.")
    cache_trends_seconds: int = Field(180, ge=1, description="Longest that a trend is kept.")
    cache_products_seconds: int = Field(300, ge=1, description="Longest that an answer about products is kept.")
    cache_customers_seconds: int = Field(600, ge=1, description="Longest that an answer about customers is kept.")
    timezone: str = Field("Africa/Nairobi", description="Business time zone, an IANA name.")
    stale_after_hours: int = Field(
        48, ge=0, description="Age of the newest sale above which pages call the data stale, in hours; 0: never."
    )
    currency: str = Field("KES", pattern="^[A-Z]{3}$", description="Currency of all money, three capital letters.")
    week_start: int = Field(1, ge=1, le=7, description="First day of the week, 1 (Monday) to 7 (Sunday).")
    fiscal_year_start: int = Field(1, ge=1, le=12, description="Month in which the fiscal year begins.")
    churned_days: int = Field(180, ge=1, description="Days without a purchase after which a customer is Churned.")
    at_risk_days: int = Field(90, ge=1, description="Days without a purchase after which a customer is At-Risk.")
    new_days: int = Field(90, ge=1, description="Days since the first purchase within which a customer is New.")
    premium_percent: int = Field(20, ge=0, le=100, description="Percent of customers, by profit, who may be Premium.")
    premium_days: int = Field(365, ge=1, description="Days over which the profit of Premium customers is taken.")
    class_a_percent: int = Field(80, ge=0, le=100, description="Products of class A bring so much of net revenue.")
    class_b_percent: int = Field(95, ge=0, le=100, description="Products of classes A and B bring so much of it.")
    horizon_weeks: int = Field(52, ge=1, le=520, description="Weeks ahead over which lifetime value is expected.")
    basket_orders: int = Field(2, ge=1, description="Fewest orders with both products of a pair that is listed.")
    trading_days: Weekdays = Field(
        (1, 2, 3, 4, 5, 6, 7), description="Weekdays, 1 (Monday) to 7, over which a month's target is spread."
    )
    environment: Literal["development", "staging", "production"] = Field(
        "development", description="Kind of installation; introspection is off by default in production."
    )
    slow_question_ms: int = Field(
        1000, ge=0, description="Time from which an answer is told to the log as slow, in milliseconds; 0: none."
    )
    metrics: Literal["on", "off"] = Field(
        "on",
        description="Answer /metrics, for Prometheus: on or off; guarded, to the role metrics and admins.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level to log.")
    cors_origins: Names = Field((), description="Origins of other sites whose pages may call the API.")
    allowed_hosts: Names = Field(
        (*LOOPBACK, "testserver"), description="Host names that requests may carry; `*` for any."
    )
    introspection: bool | None = Field(None, description="Answer GraphQL introspection; unset: not in production.")
    persisted_only: Literal["on", "off"] = Field(
        "off",
        description="Answer viewers the dashboard's own operations alone over GraphQL, where callers say who they are.",
    )
    max_depth: int = Field(10, ge=1, le=100, description="Deepest GraphQL selection.")
    max_complexity: int = Field(1000, ge=1, description="Largest sum of report costs in one GraphQL document.")
    max_aliases: int = Field(30, ge=0, description="Most aliases in a GraphQL document, fragments expanded.")
    max_tokens: int = Field(2000, ge=10, description="Most tokens in a GraphQL document.")
    max_body_bytes: int = Field(262_144, ge=1024, description="Largest request body.")
    max_url_bytes: int = Field(8192, ge=256, description="Longest path and query string.")
    max_header_bytes: int = Field(16_384, ge=1024, description="Largest sum of request headers.")
    max_filter_values: int = Field(500, ge=1, description="Most values in one filter.")
    rate_limit_per_minute: int = Field(
        1000, ge=0, description="Requests of one key, or of one address without a key, in a minute; 0: no limit."
    )
    cost_per_minute: int = Field(
        100_000, ge=0, description="Cost of the answers computed for one key or address in a minute; 0: no limit."
    )
    refused_keys_per_minute: int = Field(
        60, ge=0, description="Credentials from one address that open nothing, in a minute; 0: no limit."
    )
    trusted_proxies: Names = Field(
        (), description="Addresses or networks of proxies whose X-Forwarded-For names the caller."
    )
    request_timeout_seconds: float = Field(10.0, gt=0, description="Time in which a request must be answered.")
    export_timeout_seconds: float = Field(120.0, gt=0, description="Time in which a file of every row must be begun.")
    write_idle_seconds: float = Field(
        30.0, gt=0, description="Time after which a reader who takes nothing of an answer is cut off."
    )
    body_timeout_seconds: float = Field(10.0, gt=0, description="Time in which a request body must arrive.")
    uploads: Literal["on", "off"] = Field("on", description="Take files at /api/data and load them: on or off.")
    max_upload_bytes: int = Field(1 << 30, ge=1, description="Largest file taken at /api/data/check.")
    max_event_streams: int = Field(1024, ge=1, description="Most pages that one worker lets watch loads at once.")
    upload_timeout_seconds: float = Field(
        900.0, gt=0, description="Time in which an uploaded file must arrive, and then be checked."
    )
    upload_idle_seconds: float = Field(
        20.0, gt=0, description="Longest silence of a file on its way; after 30 seconds 16,000 bytes a second, too."
    )
    load_niceness: int = Field(
        10, ge=0, le=19, description="How far loads over HTTP stand back behind answers for a processor; 0: not at all."
    )
    drain_seconds: float = Field(5.0, ge=0, description="Time between a stop signal and the last accepted request.")
    stop_seconds: int = Field(20, ge=1, description="Time given to running requests once no more are accepted.")

    @field_validator("cors_origins", "allowed_hosts", "trusted_proxies", "trading_days", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in zone_names():
            raise ValueError("is not an IANA time zone such as Africa/Nairobi")
        return value

    @field_validator("cors_origins")
    @classmethod
    def _no_wildcard(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if "*" in value:
            raise ValueError("names each origin; `*` is not accepted")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _known_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            try:
                ip_network(one, strict=False)
            except ValueError as error:
                raise ValueError("names addresses or networks such as 10.0.0.0/8") from error
        return value

    @property
    def rules(self) -> Rules:
        """The thresholds of classes."""
        return Rules(
            churned_days=self.churned_days,
            at_risk_days=self.at_risk_days,
            new_days=self.new_days,
            premium_share=Fraction(self.premium_percent, 100),
            premium_days=self.premium_days,
            class_a_share=Fraction(self.class_a_percent, 100),
            class_b_share=Fraction(self.class_b_percent, 100),
            horizon_weeks=self.horizon_weeks,
            basket_orders=self.basket_orders,
            trading_days=tuple(sorted(set(self.trading_days))),
        )

    @property
    def is_guarded(self) -> bool:
        """Whether callers must say who they are."""
        return self.access == "required"

    @property
    def is_introspectable(self) -> bool:
        return self.environment != "production" if self.introspection is None else self.introspection


def load(env_file: Path | None = Path(".env")) -> Settings:
    """Settings from the process environment and `.env`; raises SettingsInvalid in plain sentences."""
    options: dict[str, Any] = {"_env_file": env_file}
    try:
        return Settings(**options)
    except ValidationError as error:
        raise SettingsInvalid(*(_sentence(dict(e)) for e in error.errors())) from error


def refuse_open_door(settings: Settings) -> None:
    """Without access control only this machine may ask, unless the operator says what else keeps strangers out.

    Production is never without it. Raises SettingsInvalid.
    """
    if settings.is_guarded:
        return
    if settings.environment == "production":
        raise SettingsInvalid(
            f"{PREFIX}ENVIRONMENT=production needs access control. Set {PREFIX}ACCESS=required and make a key: "
            "python -m backend.access add --name NAME --role admin --rows all."
        )
    if settings.host not in LOOPBACK and settings.guard == "loopback":
        raise SettingsInvalid(
            f"{PREFIX}HOST={settings.host} would open the sales figures to other machines, and there is no "
            f"access control. Set {PREFIX}ACCESS=required, or {PREFIX}HOST=127.0.0.1, or {PREFIX}GUARD=container or "
            "proxy when one of them decides who can reach this address."
        )


def misspelt(environ: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each variable that looks like a setting written wrongly; other SALES_ names are not ours."""
    ours = {row.variable for row in settings_table()}
    strangers = sorted(name for name in environ if name.startswith(PREFIX) and name not in ours)
    near = {name: get_close_matches(name, ours, n=1, cutoff=0.85) for name in strangers}
    return tuple(f"{name} is not a setting. Did you mean {found[0]}?" for name, found in near.items() if found)


def _sentence(error: Mapping[str, object]) -> str:
    location = error.get("loc")
    field = str(location[0]) if isinstance(location, tuple) and location else "settings"
    reason = str(error["msg"]).removeprefix("Value error, ")
    return f"{PREFIX}{field.upper()}={error.get('input')!s} cannot be used: {reason[0].lower()}{reason[1:]}."


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A line of the settings table: variable, default as written in `.env`, meaning."""

    variable: str
    default: str
    description: str


def settings_table() -> tuple[SettingRow, ...]:
    """Every setting in order, for the docs and `.env.example`."""
    return tuple(_row(name, field) for name, field in Settings.model_fields.items())


def _row(name: str, field: FieldInfo) -> SettingRow:
    return SettingRow(f"{PREFIX}{name.upper()}", _written(field.default), field.description or "")


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value)
