"""Forms: what people type, repaired and judged. No HTTP and no service in here."""

from .access import (
    CredentialListEditForm,
    CredentialListForm,
    IpAddressEditForm,
    IpAddressForm,
    IpListEditForm,
    IpListForm,
)
from .backups import BackupForm
from .confirming import ConfirmForm
from .credentials import CredentialForm, RotateForm
from .deleting import DeleteForm, DomainDeleteForm, RemoveForm
from .domain_access import AccessForm
from .domain_edit import DomainEditForm
from .domains import DomainForm, label_of
from .editing import EditForm
from .filters import Filters
from .list_filters import AccessListFilters, ChangeFilters, DomainFilters
from .mending import MendForm
from .reasons import ReasonField
from .resources import ResourceForm
from .signing_in import NewPasswordForm, SignInForm
from .weather import WeatherForm

__all__ = [
    "AccessForm",
    "AccessListFilters",
    "BackupForm",
    "ChangeFilters",
    "ConfirmForm",
    "CredentialForm",
    "CredentialListEditForm",
    "CredentialListForm",
    "DeleteForm",
    "DomainDeleteForm",
    "DomainEditForm",
    "DomainFilters",
    "DomainForm",
    "EditForm",
    "Filters",
    "IpAddressEditForm",
    "IpAddressForm",
    "IpListEditForm",
    "IpListForm",
    "MendForm",
    "NewPasswordForm",
    "ReasonField",
    "RemoveForm",
    "ResourceForm",
    "RotateForm",
    "SignInForm",
    "WeatherForm",
    "label_of",
]
