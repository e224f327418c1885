"""Tables as people keep them: xlsx, ods, xls and csv, read into cells that know their place.

Leaf package: standard library and python-calamine only; `technician` reads its lists through it
(docs/decisions/0057). What a heading or a value means is not decided here.
"""
