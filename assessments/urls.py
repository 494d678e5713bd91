"""The pages of assessments."""

from django.urls import URLPattern, URLResolver, path, register_converter
from django.views.i18n import set_language

from assessments.views import (
    accounts,
    bulk,
    catalogue,
    cells,
    computed,
    departments,
    elsewhere,
    entry,
    home,
    jobs,
    log,
    mending,
    notices,
    overview,
    policy,
    steps,
    transfer,
    years,
)


class StepSlug:
    """The part of an address that names a step; no other page of a filing has such a name."""

    regex = steps.SLUG

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(StepSlug, "step")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("sign-in/", entry.SignIn.as_view(), name="sign_in"),
    path("sign-out/", entry.sign_out, name="sign_out"),
    path("password/", entry.ChangePassword.as_view(), name="password"),
    path("language/", set_language, name="set_language"),
    path("filings/start/<int:pk>/", transfer.start, name="start"),
    path("filings/upload/", transfer.upload, name="upload"),
    path("filings/<int:pk>/", overview.overview, name="filing"),
    path("filings/<int:pk>/findings/", overview.findings, name="findings"),
    path("filings/<int:pk>/elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path("filings/<int:pk>/computed/", computed.take, name="take"),
    path("filings/<int:pk>/mend/", mending.mend_cells, name="mend"),
    path("filings/<int:pk>/cells/", cells.cells, name="cells"),
    path("filings/<int:pk>/export.json", transfer.export_json, name="export_json"),
    path("filings/<int:pk>/<step:slug>/", steps.StepView.as_view(), name="step"),
    path("rules/", catalogue.catalogue, name="catalogue"),
    path("notices/", notices.notices, name="notices"),
    path("years/", years.years, name="years"),
    path("years/open-first/", years.open_first, name="open_first"),
    path("years/<int:year>/", years.year, name="year"),
    path("years/<int:year>/open-next/", years.open_year, name="open_year"),
    path("years/<int:year>/policy/", policy.policy, name="policy"),
    path("years/<int:year>/policy/confirm/", policy.policy_confirm, name="policy_confirm"),
    path("years/<int:year>/policy/edit/", policy.policy_edit, name="policy_edit"),
    path("years/<int:year>/policy/previews/<int:pk>/", policy.policy_preview, name="policy_preview"),
    path("years/<int:year>/policy.json", policy.policy_json, name="policy_json"),
    path("years/<int:year>/template/", policy.template, name="template"),
    path("enrolments/<int:pk>/", years.enrolment, name="enrolment"),
    path("departments/", departments.departments, name="departments"),
    path("departments/suggest/", departments.suggest, name="suggest"),
    path("departments/<int:pk>/", departments.department, name="department"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("imports/<int:pk>/", bulk.bulk_import, name="bulk_import"),
    path("imports/<slug:kind>/", bulk.bulk, name="bulk"),
    path("imports/<slug:kind>/form.xlsx", bulk.bulk_form, name="bulk_form"),
    path("log/", log.log, name="log"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/again/", jobs.again, name="job_again"),
]
