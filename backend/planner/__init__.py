"""Question -> plan: time windows, routing to rollups, Druid SQL. Pure functions over values.

`make_plan` is the whole; `backend.planner.steps.STEPS` its parts in order. `plan_hours` plans questions by hours of the
week, `plan_cohorts` and `plan_listing` the two questions that are not measures by groups.
"""

from backend.planner.cohorts import plan_cohorts
from backend.planner.hours import plan_hours
from backend.planner.listing import plan_listing
from backend.planner.steps import make_plan
from backend.planner.windows import base_code

__all__ = ["base_code", "make_plan", "plan_cohorts", "plan_hours", "plan_listing"]
