"""What was submitted and what was decided."""

from reports.models.decisions import Decision, Verb
from reports.models.submissions import Submission

__all__ = ["Decision", "Submission", "Verb"]
