"""Printed papers: a template, its data, one call, a PDF.

Leaf package: standard library and typst only; `hardware` may import it too
(docs/decisions/0027). `paper.typ` holds what all papers share: page, fonts, tables.
"""
