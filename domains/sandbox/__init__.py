"""A small Twilio, for demos, development and tests.

Twilio offers no test mode for SIP domains: this is the one place where an operator can try a thing safely. It shares
Twilio's words with the rest of the product and none of its rules, because a double that shares our rules cannot catch
our mistakes.
"""

ACCOUNT_SID = "AC" + "0" * 32
"""The one account of this Twilio."""

AUTH_TOKEN = "sandbox"  # noqa: S105  (no secret: nothing but the sandbox listens to it)

BASE_URL = "http://sandbox.invalid"
"""What our client mounts the adapter under; the name is never resolved."""
