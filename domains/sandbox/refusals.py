"""How Twilio says no."""

from typing import Any


class Refusal(Exception):
    """An answer with Twilio's code (https://www.twilio.com/docs/api/errors) and words."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def body(self) -> dict[str, Any]:
        """Return the body, in the shape of https://www.twilio.com/docs/usage/twilios-response."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def unauthorized() -> Refusal:
    """Return the answer to credentials that do not fit, whether they are wrong, missing or another account's."""
    return Refusal(401, 20003, "Authenticate")


def not_found(path: str) -> Refusal:
    """Return the answer about what is not there, or not any more."""
    return Refusal(404, 20404, f"The requested resource {path} was not found")


def not_allowed() -> Refusal:
    """Return the answer to a verb that the resource does not know."""
    return Refusal(405, 20004, "Method not allowed")


def out_of_order() -> Refusal:
    """Return the answer that leaves open whether anything happened."""
    return Refusal(500, 20500, "Internal Server Error")


def invalid(message: str) -> Refusal:
    """Return the answer to a parameter of a SIP domain that cannot be taken."""
    return Refusal(400, 21231, message)
