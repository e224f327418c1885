"""Search for the parts of a body, and the body.toml that is proposed for them.

found.py      what was found
port_search.py, bus_scan.py, chip_scan.py, pin_scan.py    ask; nothing is moved, nothing is set
proposal.py   compares with the reference builds
accepting.py  writes a proposal that a person has accepted
report.py     the same in words, and as data
command.py    `karlsson-body find`
"""
