"""Ways in and out of the staff: passkeys, invitations, the code on paper, their own settings."""
