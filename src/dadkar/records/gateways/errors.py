"""What can go wrong on the way out. `why` is a short code: no address, no text, no key of an account."""


class GatewayError(Exception):
    """It did not go out, or nobody knows."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotTaken(GatewayError):
    """It did not go out, and may at another time: the line, the provider or the account failed."""


class Refused(GatewayError):
    """It will never go out like this: the address or the text is wrong."""


class Uncertain(GatewayError):
    """The line broke after it was handed over: it may have gone out."""
