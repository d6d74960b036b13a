"""Names of access lists and of what is on them."""

from django.utils.deconstruct import deconstructible

from .sentences import about_it

IP_LIST_NAME_LIMIT = 255
CREDENTIAL_LIST_NAME_LIMIT = 64


@deconstructible
class ListNameValidator:
    """Refuses what Twilio does not take as a list's name, or cannot be told from another by looking at it."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ListNameValidator) and other.limit == self.limit

    def __hash__(self) -> int:
        return hash(self.limit)

    def __call__(self, name: str) -> None:
        if not name.strip():
            raise about_it("Name", "must say what the list is for: enter one of your own.", code="list_name")
        if name != name.strip():
            raise about_it("Name", "must not begin or end with a space: remove it.", code="list_name")
        if not name.isprintable():
            raise about_it("Name", "must be one line without control characters: type it anew.", code="list_name")
        if len(name) > self.limit:
            raise about_it("Name", f"must be {self.limit} characters or fewer: it has {len(name):,}.", code="list_name")
