"""The office's rows: people, schools, children, requests, the life of loans, and every change."""
