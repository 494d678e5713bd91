"""Sentences that several rules share, as message ids. Figures come in already spelt."""

from django.utils.translation import gettext_noop as _

BLANK = _("The cell is blank.")
SUM_DIFFERS = _("%(declared)s differs from the sum of its parts, %(sum)s = %(expected)s, by %(difference)s.")
RATE_DIFFERS = _("%(declared)s does not agree with %(dividend)s ÷ %(divisor)s = %(expected)s.")
RATE_BLANK = _("The rate is blank; %(dividend)s ÷ %(divisor)s makes %(expected)s.")
NEGATIVE = _("%(declared)s is negative.")

CORRECT_SUM = _("Correct the total or the parts, so that the sum comes out.")
CORRECT_RATE = _("Take over the computed rate, or correct the figures it is computed from.")
FILL_IN = _("Fill in the cell.")
EXPLAIN = _("Check the figures; if they are right, explain the difference.")
