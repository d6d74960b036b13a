"""What can come of a request that did not do what was asked.

The kinds answer one question, the only one that matters afterwards: can it have happened?
"""


class TwilioError(Exception):
    """A request that did not do what was asked, with all that Twilio said of it.

    `status` is HTTP's, `code` Twilio's own (https://www.twilio.com/docs/api/errors), each None where there was none;
    `request_id` is what Twilio's support asks for.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: int | None = None,
        more_info: str = "",
        request_id: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.more_info = more_info
        self.request_id = request_id


class Refused(TwilioError):
    """Twilio said no, in its own words: nothing changed."""


class NotFound(Refused):
    """Twilio said that there is no such resource."""


class NotSent(TwilioError):
    """No connection could be made: nothing left this machine."""


class Unreachable(TwilioError):
    """The request left, and no answer that can be relied on came back: whether it happened is unknown."""
