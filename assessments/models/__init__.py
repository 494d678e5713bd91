"""The rows: one module an aggregate."""

from assessments.models.bulk import BulkImport
from assessments.models.checks import FilingCheck
from assessments.models.departments import BureauSection, Department, DepartmentPeriod
from assessments.models.filings import CONCLUDED, BasicData, Filing, State
from assessments.models.jobs import Job, JobPart, Notice
from assessments.models.judgements import Rejection, Waiver
from assessments.models.log import LogEntry, LogHead
from assessments.models.notes import EvidenceRow, ExplanationRow
from assessments.models.people import Role, RoleName, SignInAttempt, User
from assessments.models.rows import ExpenditureRow, FundItemRow, FundName, SectionRow
from assessments.models.sheets import IndicatorRow, SheetRow
from assessments.models.years import Enrolment, Extension, FiscalYear

__all__ = [
    "CONCLUDED",
    "BasicData",
    "BulkImport",
    "BureauSection",
    "Department",
    "DepartmentPeriod",
    "Enrolment",
    "EvidenceRow",
    "ExpenditureRow",
    "ExplanationRow",
    "Extension",
    "Filing",
    "FilingCheck",
    "FiscalYear",
    "FundItemRow",
    "FundName",
    "IndicatorRow",
    "Job",
    "JobPart",
    "LogEntry",
    "LogHead",
    "Notice",
    "Rejection",
    "Role",
    "RoleName",
    "SectionRow",
    "SheetRow",
    "SignInAttempt",
    "State",
    "User",
    "Waiver",
]
