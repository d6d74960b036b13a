"""Forms: what people type, repaired and judged. No HTTP and no service in here."""

from .backups import BackupForm
from .confirming import ConfirmForm
from .deleting import DeleteForm, DomainDeleteForm
from .domain_access import AccessForm
from .domain_edit import DomainEditForm
from .domains import DomainForm, label_of
from .editing import EditForm
from .filters import Filters
from .list_filters import ChangeFilters, DomainFilters
from .reasons import ReasonField
from .resources import ResourceForm
from .signing_in import NewPasswordForm, SignInForm
from .weather import WeatherForm

__all__ = [
    "AccessForm",
    "BackupForm",
    "ChangeFilters",
    "ConfirmForm",
    "DeleteForm",
    "DomainDeleteForm",
    "DomainEditForm",
    "DomainFilters",
    "DomainForm",
    "EditForm",
    "Filters",
    "NewPasswordForm",
    "ReasonField",
    "ResourceForm",
    "SignInForm",
    "WeatherForm",
    "label_of",
]
