"""Every address of the application; a step's address is its section's key."""

from django.urls import include, path

from reports.views.administration import accounts as people
from reports.views.administration import handing_over, organs, roster, years
from reports.views.clerk import checking, pasting, saving, starting, steps, uploads, workbooks
from reports.views.county import (
    adjustments,
    bundles,
    circulars,
    comparing,
    differences,
    final,
    infographic,
    publishing,
    schemes,
    scope,
    scores,
    sums,
    workbook,
)
from reports.views.public import column, feeds, health, interface, published
from reports.views.shared import (
    accounts,
    circular,
    guide,
    history,
    home,
    notices,
    papers,
    peers,
    presence,
    publication_check,
    score_sheets,
)
from reports.views.supervisor import (
    batches,
    boilerplate,
    deciding,
    examinations,
    extensions,
    opinions,
    phrases,
    queue,
    reminding,
    review,
    rule_settings,
    similarity,
    together,
)

of_a_report = [
    path("", steps.report, name="report"),
    path("start/", starting.start, name="start"),
    path("check/", checking.check, name="check"),
    path("submit/", checking.submit, name="submit"),
    path("submitted/", checking.submitted, name="submitted"),
    path("preview/", papers.preview, name="preview"),
    path("paper/", papers.paper, name="paper"),
    path("page-code/", papers.page_code, name="page_code"),
    path("report.<str:extension>", papers.download, name="download"),
    path("blank.<str:extension>", papers.blank, name="blank"),
    path("blank/<str:part>.<str:extension>", papers.blank, name="blank_part"),
    path("review/", review.review, name="review"),
    path("review/open/", presence.review_open, name="review_open"),
    path("review/presence/", presence.review_presence, name="review_presence"),
    path("opinions/add/", opinions.opinion_add, name="opinion_add"),
    path("opinions/<int:number>/<str:action>/", opinions.opinion_act, name="opinion_act"),
    path("explanations/<int:pk>/", opinions.explanation_judge, name="explanation_judge"),
    path("decide/<str:action>/", deciding.decide, name="decide"),
    path("history/", history.history, name="history"),
    path("history/compare/", history.comparison, name="history_comparison"),
    path("history/restore/", history.restoration, name="history_restoration"),
    path("peers/", peers.peers, name="peers"),
    path("publication-check/", publication_check.publication_check, name="publication_check"),
    path("workbook/", workbooks.workbook, name="workbook"),
    path("workbook/form.xlsx", workbooks.workbook_form, name="workbook_form"),
    path("<str:step>/", steps.step, name="step"),
    path("<str:step>/preview/", papers.part, name="part"),
    path("<str:step>/save/", saving.save, name="save"),
    path("<str:step>/read-paste/", pasting.read_paste, name="read_paste"),
    path("<str:step>/presence/", presence.presence, name="presence"),
]

of_what_is_brought = [
    path("", uploads.uploads, name="uploads"),
    path("<int:pk>/", uploads.upload, name="upload"),
    path("<int:pk>/keep/", uploads.upload_keep, name="upload_keep"),
    path("<int:pk>/page-<int:number>.png", uploads.upload_picture, name="upload_picture"),
]

of_a_county = [
    path("bundle/", bundles.bundle, name="bundle"),
    path("bundle/<int:pk>.zip", bundles.bundle_file, name="bundle_file"),
    path("publishing/", publishing.publishing_list, name="publishing_list"),
    path("publishing/paste/", publishing.publishing_paste, name="publishing_paste"),
    path("publishing/code/", publishing.publishing_code, name="publishing_code"),
    path("publishing/list.xlsx", publishing.publishing_workbook, name="publishing_workbook"),
    path("circulars/", circulars.circulars, name="circulars"),
    path("circulars/new/", circulars.circular_new, name="circular_new"),
    path("infographic/", infographic.infographic, name="infographic"),
    path("infographic/infographic.<str:extension>", infographic.infographic_file, name="infographic_file"),
    path("scores/", scores.scores, name="scores"),
    path("scores/new/", schemes.scheme_new, name="scheme_new"),
    path("scores/scheme/", schemes.scheme_edit, name="scheme_edit"),
    path("scores/open/", schemes.scheme_open, name="scheme_open"),
    path("scores/close/", schemes.scheme_close, name="scheme_close"),
    path("scores/give-up/", schemes.scheme_give_up, name="scheme_give_up"),
    path("sums/", sums.sums, name="sums"),
    path("sums/differences/", differences.sums_differences, name="sums_differences"),
    path("sums/scope/", scope.sums_scope, name="sums_scope"),
    path("sums/adjustments/", adjustments.sums_adjustments, name="sums_adjustments"),
    path("sums/adjustments/<uuid:entry>/", adjustments.sums_adjustment_back, name="sums_adjustment_back"),
    path("sums/final/", final.sums_final, name="sums_final"),
    path("sums/workbook.xlsx", workbook.sums_workbook, name="sums_workbook"),
    path("sums/final/<int:pk>.xlsx", workbook.sums_final_workbook, name="sums_final_workbook"),
    path("sums/final/declare/", final.sums_finalise, name="sums_finalise"),
    path("sums/final/reopen/", final.sums_reopen, name="sums_reopen"),
    path("sums/compare/", comparing.sums_compare, name="sums_compare"),
    path("sums/compare.xlsx", comparing.sums_compare_workbook, name="sums_compare_workbook"),
    path("sums/<str:address>/", sums.sums_cell, name="sums_cell"),
]

of_the_public = [
    path("", published.published, name="published"),
    path("<int:revision>/", published.published, name="published_revision"),
    path("<int:revision>/report.<str:extension>", published.published_file, name="published_file"),
    path("<int:revision>/package.zip", published.published_package, name="published_package"),
    path("<int:revision>/page-code/", published.published_code, name="published_code"),
]

of_the_column = [
    path("", column.column, name="column"),
    path("feed.xml", feeds.feed, name="column_feed"),
    path("sitemap.xml", feeds.site_map, name="column_sitemap"),
    path("sitemap-<str:section>.xml", feeds.site_map_section, name="column_sitemap_section"),
    path("<int:year>.xlsx", column.column_workbook, name="column_workbook"),
    path("<slug:organ>/", column.column_organ, name="column_organ"),
]

of_the_interface = [
    path("reports/", interface.api_reports, name="api_reports"),
    path("reports/<slug:organ>/<int:year>/", interface.api_report, name="api_report"),
    path("reports/<slug:organ>/<int:year>/<int:revision>/", interface.api_report, name="api_report_revision"),
    path("openapi.json", interface.api_description, name="api_description"),
]

of_a_circular = [
    path("", circular.circular, name="circular"),
    path("files/<int:number>/", circular.circular_file, name="circular_file"),
    path("sign/", circular.circular_sign, name="circular_sign"),
    path("withdraw/", circular.circular_withdraw, name="circular_withdraw"),
]

of_a_score_sheet = [
    path("", score_sheets.score_sheet, name="score_sheet"),
    path("entry/", score_sheets.score_entry, name="score_entry"),
]

of_administration = [
    path("organs/", organs.organs, name="organs"),
    path("organs/new/", organs.organ_new, name="organ_new"),
    path("organs/edit/<slug:slug>/", organs.organ_edit, name="organ_edit"),
    path("organs/edit/<slug:slug>/activity/", organs.organ_activity, name="organ_activity"),
    path("accounts/", people.accounts, name="accounts"),
    path("accounts/new/", people.account_new, name="account_new"),
    path("accounts/edit/<slug:username>/", people.account_edit, name="account_edit"),
    path("accounts/edit/<slug:username>/roles/", people.account_roles, name="account_roles"),
    path("accounts/edit/<slug:username>/reset/", people.account_reset, name="account_reset"),
    path("accounts/edit/<slug:username>/activity/", people.account_activity, name="account_activity"),
    path("handed-over.xlsx", handing_over.handed_over_workbook, name="handed_over_workbook"),
    path("years/", years.years, name="years"),
    path("years/new/", years.year_new, name="year_new"),
    path("years/<int:pk>/", years.year_edit, name="year_edit"),
    path("import/", roster.roster, name="roster"),
    path("import/template.xlsx", roster.roster_template, name="roster_template"),
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("public/", include(of_the_column)),
    path("api/v1/", include(of_the_interface)),
    path("public/<slug:organ>/<int:year>/", include(of_the_public)),
    path("", home.home, name="home"),
    path("sign-in/", accounts.SignIn.as_view(), name="sign_in"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign_out"),
    path("account/", accounts.account, name="account"),
    path("account/password/", accounts.password, name="password"),
    path("account/sessions/end/", accounts.end_session, name="end_session"),
    path("guide/", guide.guide, name="guide"),
    path("rules/", guide.rules, name="rules"),
    path("review/", queue.queue, name="queue"),
    path("notices/", notices.notices, name="notices"),
    path("notices/open/", notices.notice_open, name="notice_open"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("review/earlier/", batches.batches, name="batches"),
    path("review/earlier/<int:pk>/", batches.batch, name="batch"),
    path("review/earlier/<int:pk>/<int:number>/", batches.batch_file, name="batch_file"),
    path("review/examination/", examinations.examination, name="examination"),
    path("review/examination/list.xlsx", examinations.examination_list, name="examination_list"),
    path("review/similarity/", similarity.similarity, name="similarity"),
    path("review/similarity/<int:year>/<slug:organ>/<slug:other>/", similarity.similar_pair, name="similar_pair"),
    path("review/rules/<slug:organ>/<int:year>/", rule_settings.rule_settings, name="rule_settings"),
    path("review/rules/<slug:organ>/<int:year>/boilerplate/", boilerplate.boilerplate, name="boilerplate"),
    path("review/list.xlsx", queue.queue_list, name="queue_list"),
    path("review/remind/", reminding.remind, name="remind"),
    path("review/approve/", together.approve_together, name="approve_together"),
    path("review/extend/", together.extend_together, name="extend_together"),
    path("review/extensions/<slug:organ>/<int:year>/", extensions.extensions, name="extensions"),
    path("phrases/", phrases.phrases, name="phrases"),
    path("tables/<str:edition>.css", papers.table_widths, name="table_widths"),
    path("administration/", include(of_administration)),
    path("county/<slug:organ>/<int:year>/", include(of_a_county)),
    path("circulars/<int:pk>/", include(of_a_circular)),
    path("scores/<int:pk>/<slug:organ>/", include(of_a_score_sheet)),
    path("uploads/<slug:organ>/", include(of_what_is_brought)),
    path("reports/<slug:organ>/<int:year>/", include(of_a_report)),
]
