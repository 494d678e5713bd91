"""What was submitted and what was decided."""

from reports.models.decisions import Decision, Verb
from reports.models.submissions import BrokenRule, Submission

__all__ = ["BrokenRule", "Decision", "Submission", "Verb"]
