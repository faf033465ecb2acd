"""Every address of the application; a step's address is its section's key."""

from django.urls import include, path

from reports.views import (
    accounts,
    checking,
    deciding,
    extensions,
    guide,
    history,
    home,
    notices,
    opinions,
    papers,
    phrases,
    presence,
    public,
    queue,
    reminding,
    review,
    saving,
    starting,
    steps,
)
from reports.views.administration import accounts as people
from reports.views.administration import organs, roster, years

of_a_report = [
    path("", steps.report, name="report"),
    path("start/", starting.start, name="start"),
    path("check/", checking.check, name="check"),
    path("submit/", checking.submit, name="submit"),
    path("submitted/", checking.submitted, name="submitted"),
    path("preview/", papers.preview, name="preview"),
    path("report.<str:extension>", papers.download, name="download"),
    path("blank.<str:extension>", papers.blank, name="blank"),
    path("review/", review.review, name="review"),
    path("review/presence/", presence.review_presence, name="review_presence"),
    path("opinions/add/", opinions.opinion_add, name="opinion_add"),
    path("opinions/<int:number>/<str:action>/", opinions.opinion_act, name="opinion_act"),
    path("explanations/<int:pk>/", opinions.explanation_judge, name="explanation_judge"),
    path("decide/<str:action>/", deciding.decide, name="decide"),
    path("history/", history.history, name="history"),
    path("history/compare/", history.comparison, name="history_comparison"),
    path("history/restore/", history.restoration, name="history_restoration"),
    path("<str:step>/", steps.step, name="step"),
    path("<str:step>/save/", saving.save, name="save"),
    path("<str:step>/presence/", presence.presence, name="presence"),
]

of_the_public = [
    path("", public.published, name="published"),
    path("<int:revision>/", public.published, name="published_revision"),
    path("<int:revision>/report.<str:extension>", public.published_file, name="published_file"),
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
    path("years/", years.years, name="years"),
    path("years/new/", years.year_new, name="year_new"),
    path("years/<int:pk>/", years.year_edit, name="year_edit"),
    path("import/", roster.roster, name="roster"),
    path("import/template.xlsx", roster.roster_template, name="roster_template"),
]

urlpatterns = [
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
    path("review/remind/", reminding.remind, name="remind"),
    path("review/extensions/<slug:organ>/<int:year>/", extensions.extensions, name="extensions"),
    path("phrases/", phrases.phrases, name="phrases"),
    path("tables/<str:edition>.css", papers.table_widths, name="table_widths"),
    path("administration/", include(of_administration)),
    path("reports/<slug:organ>/<int:year>/", include(of_a_report)),
]
