"""Columns that keep a cell of a form: its text as entered and, for a figure, the Decimal beside it.

The text is the truth and the Decimal serves queries. NULL text is JSON null; which cells were not supplied at all stands in the
row's `absent` (see `Row`).
"""

from typing import Any

from django.db import models


def cell() -> Any:
    """The printed text of a cell."""
    return models.TextField(null=True, blank=True)


def figure_value() -> Any:
    """The number that a figure's text states, in the unit of the column."""
    return models.DecimalField(max_digits=28, decimal_places=12, null=True, blank=True)


class Row(models.Model):
    """A row of a form.

    `absent` lists the document keys, relative to the row and parted by spaces, that were not supplied: "budget", "funds.annual", "indicators".
    An absent object stands for all that is in it.
    """

    absent = models.TextField(default="", blank=True)

    class Meta:
        abstract = True
