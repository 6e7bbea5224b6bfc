"""The settings of the ingestion command: SALES_* variables or `.env`, checked once.

In: the environment, read only by `read_settings`. Out: a frozen `Settings`, or a refusal that names what is wrong.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from druid.calendar import zone_names
from ingestion.errors import LoadRefused


class Settings(BaseSettings):
    """Where sales are kept and how their days and money are meant."""

    model_config = SettingsConfigDict(env_prefix="SALES_", env_file=".env", frozen=True, extra="ignore")

    engine: Literal["embedded", "druid"] = "embedded"
    druid_url: str = Field(default="http://localhost:8888", pattern="^https?://[^/?#@]+/?$")
    druid_prefix: str = Field(default="", pattern="^([a-z][a-z0-9_]{0,40})?$")
    data_dir: Path = Path("var/data")
    timezone: str = "Africa/Nairobi"
    currency: str = Field(default="KES", pattern="^[A-Z]{3}$")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in zone_names():
            raise ValueError("is not an IANA time zone such as Africa/Nairobi")
        return value


def read_settings() -> Settings:
    """The settings of this process."""
    try:
        return Settings()
    except ValidationError as invalid:
        faults = "; ".join(
            f"SALES_{'_'.join(map(str, e['loc'])).upper()} {e['msg'].removeprefix('Value error, ')}"
            for e in invalid.errors()
        )
        raise LoadRefused("SETTINGS", f"The settings cannot be used: {faults}.", "Correct the variables.") from invalid
