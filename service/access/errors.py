"""Errors for rejected keys and tokens."""

from index.errors import DatelineError


class AccessError(DatelineError):
    """The key or token does not allow the request."""


class MissingKeyError(AccessError):
    """A secret key is required, but missing or invalid."""


class InvalidTokenError(AccessError):
    """A token that was not signed here, or not like this."""


class ExpiredTokenError(AccessError):
    """The token has expired."""


class RevokedTokenError(AccessError):
    """The token's key was revoked, has expired or no longer exists."""


class OtherOriginError(AccessError):
    """A token sent by another page than it was made for."""


class OutsideTokenError(AccessError):
    """Something that a token does not allow."""
