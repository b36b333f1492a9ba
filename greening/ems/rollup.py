"""What the places and actions of members add up to in a group's report: from the place to its entity, and on to the system."""

from collections.abc import Mapping, Sequence

#: Figures of members that a group adds up, by the pattern of their names. Source: ga71_secretariat_plan
ROLLED_UP: Mapping[str, Sequence[str]] = {
    "actions.total": ("actions.total",),
    "actions.<status>": tuple(f"actions.{status}" for status in ("planned", "under_way", "done", "stopped")),
    "actions.expected": ("actions.expected",),
    "actions.overdue": ("actions.overdue",),
    "actions.joint": ("actions.joint",),
    "actions.check.<state>": tuple(f"actions.check.{state}" for state in ("done", "due", "overdue", "not_due", "not_known")),
    "milestones.total": ("milestones.total",),
    "milestones.done": ("milestones.done",),
    "milestones.overdue": ("milestones.overdue",),
    "locations.ems.<status>": tuple(f"locations.ems.{status}" for status in ("exceeded", "met", "approaching", "started", "not_started")),
    "locations.review.overdue.<review>": tuple(f"locations.review.overdue.{review}" for review in ("plan", "statement", "aspects")),
    **{f"aspects.{grade}": (f"aspects.{grade}",) for grade in ("high", "medium", "low")},
}
#: The names of all of them.
FIGURES: Sequence[str] = tuple(name for names in ROLLED_UP.values() for name in names)
