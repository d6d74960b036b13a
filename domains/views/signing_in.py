"""Signing in, and what is asked for by somebody who is not signed in."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import LoginView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from ..forms import SignInForm
from . import kept
from .ways import came_from, is_a_script

UNAUTHORIZED = 401


class SignIn(LoginView):
    """The page that asks who is there; it carries what was typed into a form before, and leads back to that form."""

    form_class = SignInForm
    redirect_authenticated_user = True

    def get_form_kwargs(self) -> dict[str, Any]:
        """A page that only hands on what was typed sends no name: nobody tried to sign in yet."""
        kwargs = super().get_form_kwargs()
        if "username" not in self.request.POST:
            kwargs |= {"data": None, "files": None}
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs) if "username" in request.POST else self.get(request)

    def get_success_url(self) -> str:
        before = kept.carried(self.request)
        return kept.lay_by(self.request, before) if before else super().get_success_url()

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Return where `?next=` leads; not to this page again, which Django takes for a mistake of ours."""
        address = str(super().get_redirect_url())
        return "" if urlsplit(address).path == self.request.path else address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = kept.carried(self.request)
        return super().get_context_data(**kwargs) | {"kept": self.request.POST[kept.FIELD] if before else ""}


class SignInRequired(LoginRequiredMiddleware):
    """Asks everybody who they are, and loses nothing of a form that somebody sends without being signed in."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if request.user.is_authenticated:
            kept.tidy(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # the stubs know of redirects only
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if is_a_script(request):
            return HttpResponse("Sign in again.\n", status=UNAUTHORIZED, content_type="text/plain")
        match = request.resolver_match
        if request.method != "POST" or (match and "admin" in match.app_names):  # Django admin takes nothing up again
            return super().handle_no_permission(request, view_func)
        before = kept.typed_in(request, signed_out=True)
        if not before:  # a button was pressed: back to the page that it is on
            return redirect_to_login(came_from(request) or request.get_full_path())
        context = {"form": SignInForm(request), "next": before.to, "kept": before.sealed()}
        response = render(request, "registration/login.html", context, status=UNAUTHORIZED)
        add_never_cache_headers(response)
        return response
