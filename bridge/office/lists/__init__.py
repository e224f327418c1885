"""Excel in and out: a list is checked, answered and taken over; loans and sums go out."""
