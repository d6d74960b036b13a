"""Every address: the dashboard's pages, the sandbox's door, sign-in and Django admin; and the pages of errors."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from domains.forms import NewPasswordForm
from domains.views import errors, signing_in

urlpatterns = [
    path("", include("domains.urls")),
    path("sandbox/", include("domains.sandbox.urls")),
    path("accounts/login/", signing_in.SignIn.as_view(), name="login"),
    # Who is signed out already may sign out once more, in a tab that does not know it.
    path("accounts/logout/", login_not_required(auth.LogoutView.as_view()), name="logout"),
    path("accounts/password/", auth.PasswordChangeView.as_view(form_class=NewPasswordForm), name="password_change"),
    path("accounts/password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("admin/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler500 = errors.server_error
