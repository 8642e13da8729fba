"""Errors for rejected keys and tokens."""

from index.errors import DatelineError


class AccessError(DatelineError):
    """A key or a token that does not allow what is asked."""


class MissingKeyError(AccessError):
    """A secret key is needed, and there is none, or one that is not valid."""


class InvalidTokenError(AccessError):
    """A token that was not signed here, or not like this."""


class ExpiredTokenError(AccessError):
    """A token whose time is over."""


class RevokedTokenError(AccessError):
    """A token whose key was revoked, has expired or is gone."""


class OtherOriginError(AccessError):
    """A token sent by another page than it was made for."""


class OutsideTokenError(AccessError):
    """Something that a token does not allow."""
