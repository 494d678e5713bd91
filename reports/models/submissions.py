"""A submission: everything that was judged, frozen together."""

import hashlib
import json
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.document import codec
from assessments.document import filing as document
from assessments.document import policy as policies
from assessments.document import template as templates
from assessments.models import Filing
from assessments.rules import Finding
from reports.models.once import WrittenOnce


class Submission(WrittenOnce):
    """The document, template, policy and findings of the moment, as canonical JSON texts, and the hash over all of them.

    Every later decision names the submission that it judged, so no edit inherits an approval. Rows are never changed.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    document_text = models.TextField()
    template_text = models.TextField()
    policy_text = models.TextField()
    findings_text = models.TextField()
    rule_set = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    late = models.BooleanField(default=False)
    submitted_by = models.ForeignKey("assessments.User", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    # for lists, so that none reads a document
    open_warnings = models.PositiveSmallIntegerField(default=0)
    execution_rate = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    total_score = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    changed_cells = models.PositiveIntegerField(null=True)  # since the submission before; null for a first one

    class Meta:
        verbose_name = _("submission")
        ordering = ("filing", "number")
        # Lists are ordered by these figures; the index holds them, so that no row with its long texts is read for it.
        indexes = [
            models.Index(
                name="submission_figures",
                fields=("filing", "-number", "open_warnings", "execution_rate", "total_score", "late"),
            ),
            models.Index(name="submission_hash", fields=("sha256",)),
        ]
        constraints = [
            models.UniqueConstraint(name="submission_number_once", fields=("filing", "number")),
            models.CheckConstraint(name="submission_has_hash", condition=~models.Q(sha256="")),
        ]

    def __str__(self) -> str:
        return f"{self.filing} #{self.number}"

    @cached_property
    def document(self) -> document.Filing:
        return codec.loads(self.document_text)

    @cached_property
    def template(self) -> templates.Template:
        return templates.from_json(json.loads(self.template_text))

    @cached_property
    def policy(self) -> policies.Policy:
        return policies.from_json(json.loads(self.policy_text))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(Finding.from_json(one) for one in json.loads(self.findings_text))

    def hash_of_content(self) -> str:
        """SHA-256 over all that was frozen; equal to `sha256` while nothing was changed."""
        parts = [self.document_text, self.template_text, self.policy_text, self.findings_text, self.rule_set]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class BrokenRule(WrittenOnce):
    """A rule with at least one finding in a submission, waived or explained ones included: for counting, so that no list reads findings."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="broken_rules")
    rule = models.CharField(max_length=8)

    class Meta:
        verbose_name = _("broken rule")
        constraints = [models.UniqueConstraint(name="broken_rule_once", fields=("submission", "rule"))]

    def __str__(self) -> str:
        return f"{self.submission} {self.rule}"
