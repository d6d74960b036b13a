"""Addresses of the lists, left to what a number of the overview counts."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Lists:
    """The two lists, of one account where there are several."""

    account: int | None

    def domains(self, **filters: object) -> str:
        """Return the address of the list of domains, left to these filters."""
        return self._address("domain-list", filters)

    def changes(self, **filters: object) -> str:
        """Return the address of the list of changes, left to these filters."""
        return self._address("change-list", filters)

    def _address(self, name: str, filters: dict[str, object]) -> str:
        of_account = {"account": self.account} if self.account else {}
        return reverse(name, query={**filters, **of_account})
