"""Signing in and passwords, in our own words."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class SignInForm(AuthenticationForm):
    """Signing in, in our own words."""

    use_required_attribute = False
    error_messages = {
        "invalid_login": "Enter the username and password of an account: this pair is not one. Capitals matter.",
        "inactive": "This account has been closed: ask an administrator to open it again.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "Enter your username."
        self.fields["password"].error_messages["required"] = "Enter your password."

    def add_error(self, field: str | None, error: Any) -> None:
        """Put what is wrong with the pair where mending begins, so that it can be reached."""
        super().add_error(field or "username", error)


class NewPasswordForm(PasswordChangeForm):
    """Choosing another password, in our own words."""

    use_required_attribute = False
    error_messages = {
        "password_incorrect": "Enter the password that you sign in with now: this is not it.",
        "password_mismatch": "Enter the same new password twice: the two differ.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, words in (
            ("old_password", "Enter your present password."),
            ("new_password1", "Enter a new password."),
            ("new_password2", "Enter the new password again."),
        ):
            self.fields[field].error_messages["required"] = words
