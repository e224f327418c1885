"""The page for parents, behind the second code of a welcome sheet."""
