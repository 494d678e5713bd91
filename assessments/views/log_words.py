"""What an entry of the log is about, in words of the reader's language. The chain keeps the code words with which it was written."""

import re

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.importing.bulk.running import CARRY_OUT, LOOK
from assessments.models import BulkImport, FiscalYear
from assessments.services.log_check import CHECK_LOG
from assessments.services.policy_preview import PREVIEW_POLICY
from assessments.services.validation import VALIDATE_YEAR

# Every kind of job; a test compares with those that are registered.
JOBS = {
    VALIDATE_YEAR: gettext_noop("Check of a year"),
    PREVIEW_POLICY: gettext_noop("Effect of another policy"),
    CHECK_LOG: gettext_noop("Check of the log"),
    LOOK: gettext_noop("Look at a file"),
    CARRY_OUT: gettext_noop("Import of a file"),
    "bundle": gettext_noop("Bundle of filings"),  # of reports
}
ENROLMENT = re.compile(r"(.+) ([0-9]+)(?: v([0-9]+))?")  # `Enrolment` and `Filing` as texts, with the key of the year


class LogWords:
    """Puts the objects of entries into words; reads the years once."""

    def __init__(self) -> None:
        self.years = dict(FiscalYear.objects.values_list("pk", "year"))

    def of(self, kind: str, name: str) -> str:
        """The object of a kind in words; as it is written where there are none for it."""
        if kind in ("filing", "enrolment"):
            return self._of_enrolment(name)
        word, _space, rest = name.partition(" ")
        if kind == "job" and word in JOBS:
            return _(JOBS[word])
        if kind == "bulkimport" and word in BulkImport.Kind.values:
            return f"{BulkImport.Kind(word).label} · {rest}"
        return name

    def _of_enrolment(self, name: str) -> str:
        found = ENROLMENT.fullmatch(name)
        if found is None or int(found[2]) not in self.years:
            return name
        words = [found[1], str(self.years[int(found[2])])]
        if found[3]:
            words.append(_("version %(version)s") % {"version": found[3]})
        return " · ".join(words)


def about(text: str) -> Q:
    """The entries whose object is called so, as it is written or in the words of a kind of job."""
    found = Q(object_name__icontains=text)
    for kind, words in JOBS.items():
        if text.casefold() in _(words).casefold():
            found |= Q(object_kind="job", object_name__startswith=f"{kind} ")
    return found
