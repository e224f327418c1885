"""Passkeys for tests that only need them to be there."""

import secrets

from bridge.lending.permissions import Member, Role
from bridge.register.passkeys import NewPasskey
from bridge.register.register import Register


def new_passkey(label: str = "Büro-Laptop") -> NewPasskey:
    """Return a passkey that no authenticator has."""
    return NewPasskey(secrets.token_bytes(16), b"key", 0, label)


async def with_passkey(register: Register, role: Role, name: str = "Anna Beispiel") -> Member:
    """Return somebody who has one passkey."""
    member = await register.add_person(name, role)
    await register.add_passkey(member, new_passkey())
    return member
