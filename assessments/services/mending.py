"""Put stored cells right that cannot be read, so that their filing has a document again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.document.amounts import Unreadable, read
from assessments.models import User
from assessments.refusals import Refused
from assessments.selectors.access import may_edit
from assessments.selectors.documents import hold, load_rows
from assessments.services.cells import Cells, Change, Saved, write


@transaction.atomic
def mend(filing_pk: int, changes: Iterable[Change], *, by: User | None, actor: str = "") -> None:
    """Write a figure over each cell that cannot be read, over all of them at once; no other cell changes.

    `was` is the stored text that was seen, `now` the figure. A preparer mends a draft; whoever runs the installation (`by` is
    None, `actor` the name for the log) mends in any state. Raises `Refused` with every reason; nothing is half mended.
    """
    loaded = load_rows(hold(filing_pk))  # what is kept may be from before the cell was changed
    if by is not None and (reasons := may_edit(by, loaded.filing)):
        raise Refused(reasons)
    given = {change.address: change for change in changes}
    wanted: Cells = {}
    reasons = []
    for cell in loaded.unread:
        address = cell.address
        change = given.pop(str(address), None)
        if change is None or not change.now.strip():
            reasons.append(_("%(place)s: say what should stand here.") % {"place": cell.place})
        elif change.was.split() != cell.text.split():
            said = _("%(place)s: meanwhile “%(stored)s” is stored here. Look at it again.")
            reasons.append(said % {"place": cell.place, "stored": cell.text})
        else:
            try:
                read(cell.kind, change.now)
            except Unreadable as fault:
                reasons.append(f"{cell.place}: {fault}")
            wanted.setdefault((address.kind, address.pk), {})[address.column] = change.now
    reasons += [_("%(address)s is no cell that cannot be read.") % {"address": address} for address in given]
    if reasons:
        raise Refused(reasons)
    if wanted:
        changed = loaded.with_rows(loaded.rows.with_cells(wanted))
        revision = loaded.filing.revision
        write(loaded, changed, wanted, Saved(revision, revision), by=by, actor=actor)
