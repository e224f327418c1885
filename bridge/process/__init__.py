"""Services of the host for every process: configuration, readiness, logs, atomic files.

Leaf package: standard library and msgspec only; `robot` and `hardware` may
import it too (docs/decisions/0002).
"""
