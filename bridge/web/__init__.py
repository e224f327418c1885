"""HTTP: limits for connections, headers, pages, metrics."""
