"""Lists of loans as charities keep them: what each cell says, how sure that is, what to ask."""
