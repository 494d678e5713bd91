"""What is printed of a filing: the frozen submission once there is one under decision, the live rows while it is a draft."""

from dataclasses import dataclass

from assessments.document import filing as document
from assessments.document.template import Template
from assessments.models import Filing, State
from assessments.rules import Finding
from assessments.selectors.documents import Loaded, load
from assessments.selectors.findings import findings_of
from reports.models import Submission
from reports.workflow import current_submission


@dataclass(frozen=True, slots=True)
class Printed:
    """A document with its template and findings, and the submission that froze it; None for a draft."""

    document: document.Filing
    template: Template
    findings: tuple[Finding, ...]
    submission: Submission | None

    @property
    def draft(self) -> bool:
        """Whether it is printed with a watermark: everything that is not approved."""
        return self.submission is None or self.submission.filing.state not in (State.APPROVED, State.PUBLISHED)

    @property
    def answers(self) -> dict[tuple[str, str], str]:
        """The text that explains each warning, by rule and path."""
        return {(one.rule, one.path): one.text.text or "" for one in self.document.explanations or ()}


def printed(filing: Filing, loaded: Loaded | None = None) -> Printed:
    """What this filing prints now; its rows are read only where they are printed."""
    submission = current_submission(filing) if filing.state != State.DRAFT else None
    if submission is None:
        loaded = loaded or load(filing.pk)
        return Printed(loaded.whole, loaded.template, findings_of(loaded), None)
    return Printed(submission.document, submission.template, submission.findings, submission)
