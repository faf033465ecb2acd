"""Signing in and out."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.utils.decorators import method_decorator

from reports.forms.sign_in import SignInForm
from reports.models import User


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The sign-in page; in a demonstration it offers the demonstration's accounts."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if settings.DEMONSTRATION:
            accounts = User.objects.filter(is_active=True).prefetch_related("memberships__organ")
            context |= {"accounts": accounts, "password": settings.DEMONSTRATION_PASSWORD}
        return context


class SignOut(LogoutView):
    """Ends the session, and with it whatever the browser had kept of it."""

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response
