"""The root of the URLs: everything is the reports application's."""

from django.urls import include, path

urlpatterns = [path("", include("reports.urls"))]

handler400 = "reports.views.errors.bad_request"
handler403 = "reports.views.errors.permission_denied"
handler404 = "reports.views.errors.page_not_found"
handler500 = "reports.views.errors.server_error"
