"""The root of the URLs: everything is the reports application's."""

from django.urls import include, path

urlpatterns = [path("", include("reports.urls"))]

handler400 = "reports.web.errors.bad_request"
handler403 = "reports.web.errors.permission_denied"
handler404 = "reports.web.errors.page_not_found"
handler500 = "reports.web.errors.server_error"
