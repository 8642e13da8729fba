"""PostgreSQL URLs, and how they are shown without the password."""

import re

_PASSWORD = re.compile(r"(://[^:@/]*:).*@")
_PARAMETER = re.compile(r"((?:password|passwd)=)[^&]*", re.IGNORECASE)
_SCHEME = re.compile(r"^postgres(?:ql)?(?:\+psycopg)?://")


def without_password(address: str) -> str:
    """The URL for messages and logs; malformed URLs are cut generously."""
    return _PARAMETER.sub(r"\1***", _PASSWORD.sub(r"\1***@", address))


def with_driver(address: str) -> str:
    """The address as SQLAlchemy reads it, whether or not it names the driver."""
    return _SCHEME.sub("postgresql+psycopg://", address)
