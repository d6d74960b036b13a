"""Forms: what people type, repaired and judged. No HTTP and no service in here."""

from .domains import DomainForm, label_of
from .filters import Filters
from .list_filters import ChangeFilters, DomainFilters
from .signing_in import NewPasswordForm, SignInForm
from .weather import WeatherForm

__all__ = [
    "ChangeFilters",
    "DomainFilters",
    "DomainForm",
    "Filters",
    "NewPasswordForm",
    "SignInForm",
    "WeatherForm",
    "label_of",
]
