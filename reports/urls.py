"""The pages of reports."""

from django.urls import URLPattern, URLResolver, path

from reports.views import (
    batch,
    blanks,
    bundles,
    checks,
    decide,
    documents,
    moves,
    preview,
    progress,
    queue,
    remarks,
    rollup,
    verify,
    waivers,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("queue/", queue.queue, name="queue"),
    path("queue/pass/", batch.pass_many, name="pass_many"),
    path("progress/<int:year>/", progress.progress, name="progress"),
    path("progress/<int:year>/report/", rollup.report, name="rollup"),
    path("progress/<int:year>/report.<str:kind>", rollup.document, name="rollup_document"),
    path("verify/", verify.verify_pdf, name="verify"),
    path("checks/<int:year>/", checks.checks, name="checks"),
    path("checks/<int:year>/table.xlsx", checks.checks_table, name="checks_table"),
    path("bundles/", bundles.bundles, name="bundles"),
    path("bundles/<int:pk>/", bundles.bundle, name="bundle"),
    path("bundles/<int:pk>/file.zip", bundles.bundle_file, name="bundle_file"),
    path("enrolments/<int:pk>/blank.<str:kind>", blanks.blank_forms, name="blank_forms"),
    path("filings/<int:pk>/preview/", preview.preview, name="preview"),
    path("filings/<int:pk>/document.<str:kind>", documents.document, name="document"),
    path("filings/<int:pk>/submit/", moves.submit, name="submit"),
    path("filings/<int:pk>/reopen/", moves.reopen, name="reopen"),
    path("filings/<int:pk>/moves/<str:verb>/", moves.simple, name="move"),
    path("filings/<int:pk>/sign/", decide.decide, {"signing": True}, name="sign"),
    path("filings/<int:pk>/review/", decide.decide, name="review"),
    path("filings/<int:pk>/rejections/", remarks.reject_answer, name="reject"),
    path("filings/<int:pk>/rejections/<int:rejection>/", remarks.take_back_rejection, name="take_back"),
    path("filings/<int:pk>/remarks/", remarks.pin_remark, name="remarks"),
    path("filings/<int:pk>/remarks/<int:remark>/", remarks.change_remark, name="remark"),
    path("waivers/", waivers.waivers, name="waivers"),
    path("waivers/<int:pk>/", waivers.end, name="end_waiver"),
]
