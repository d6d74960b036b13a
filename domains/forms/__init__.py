"""Forms: what people type, repaired and judged. No HTTP and no service in here."""

from .backups import BackupForm
from .confirming import ConfirmForm
from .deleting import DeleteForm
from .domain_edit import EditForm
from .domains import DomainForm, label_of
from .filters import Filters
from .list_filters import ChangeFilters, DomainFilters
from .reasons import ReasonField
from .signing_in import NewPasswordForm, SignInForm
from .weather import WeatherForm

__all__ = [
    "BackupForm",
    "ChangeFilters",
    "ConfirmForm",
    "DeleteForm",
    "DomainFilters",
    "DomainForm",
    "EditForm",
    "Filters",
    "NewPasswordForm",
    "ReasonField",
    "SignInForm",
    "WeatherForm",
    "label_of",
]
