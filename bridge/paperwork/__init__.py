"""The office's papers: what each is, what a federal state adds, its template, its PDF."""
