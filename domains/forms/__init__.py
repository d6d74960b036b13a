"""Forms: what people type, repaired and judged. No HTTP and no service in here."""

from .domains import DomainForm, label_of
from .signing_in import NewPasswordForm, SignInForm
from .weather import WeatherForm

__all__ = ["DomainForm", "NewPasswordForm", "SignInForm", "WeatherForm", "label_of"]
