"""What every process of ours needs of its host: configuration, readiness, quiet logs.

Leaf package: standard library and msgspec only; `robot` and `hardware` may
import it too (docs/decisions/0002).
"""
