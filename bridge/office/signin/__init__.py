"""How staff come in and go out: passkeys, invitations, the code on paper, their own settings."""
