"""Every address of the application; a step's address is its section's key."""

from django.urls import include, path

from reports.views import (
    accounts,
    checking,
    deciding,
    guide,
    home,
    papers,
    phrases,
    public,
    review,
    saving,
    starting,
    steps,
)

of_a_report = [
    path("", steps.report, name="report"),
    path("start/", starting.start, name="start"),
    path("check/", checking.check, name="check"),
    path("submit/", checking.submit, name="submit"),
    path("submitted/", checking.submitted, name="submitted"),
    path("preview/", papers.preview, name="preview"),
    path("report.<str:extension>", papers.download, name="download"),
    path("review/", review.review, name="review"),
    path("decide/<str:action>/", deciding.decide, name="decide"),
    path("<str:step>/", steps.step, name="step"),
    path("<str:step>/save/", saving.save, name="save"),
    path("<str:step>/presence/", saving.presence, name="presence"),
]

of_the_public = [
    path("", public.published, name="published"),
    path("<int:revision>/", public.published, name="published_revision"),
    path("<int:revision>/report.<str:extension>", public.published_file, name="published_file"),
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
    path("review/", review.queue, name="queue"),
    path("phrases/", phrases.phrases, name="phrases"),
    path("tables/<str:edition>.css", papers.table_widths, name="table_widths"),
    path("reports/<slug:organ>/<int:year>/", include(of_a_report)),
]
