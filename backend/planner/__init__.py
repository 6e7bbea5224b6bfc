"""Question -> plan: time windows, routing to rollups, Druid SQL. Pure functions over values.

`make_plan` is the whole; `backend.planner.steps.STEPS` its parts in order.
"""

from backend.planner.steps import make_plan
from backend.planner.windows import base_code

__all__ = ["base_code", "make_plan"]
