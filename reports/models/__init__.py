"""What was submitted, what was remarked on it and what was decided."""

from reports.models.decisions import Decision, Verb
from reports.models.remarks import Remark
from reports.models.submissions import BrokenRule, Submission

__all__ = ["BrokenRule", "Decision", "Remark", "Submission", "Verb"]
