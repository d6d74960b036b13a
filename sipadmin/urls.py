"""Every address: the dashboard's pages, the sandbox's door, sign-in and Django admin."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from domains.forms import NewPasswordForm, SignInForm

urlpatterns = [
    path("", include("domains.urls")),
    path("sandbox/", include("domains.sandbox.urls")),
    path(
        "accounts/login/", auth.LoginView.as_view(form_class=SignInForm, redirect_authenticated_user=True), name="login"
    ),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("accounts/password/", auth.PasswordChangeView.as_view(form_class=NewPasswordForm), name="password_change"),
    path("accounts/password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("admin/", admin.site.urls),
]
