"""A bad network on one machine: two network namespaces and the line between them."""

from tests.netlab.counts import Counters, Counts
from tests.netlab.laboratory import Lab, LabError, Place, lab
from tests.netlab.line import Line

__all__ = ["Counters", "Counts", "Lab", "LabError", "Line", "Place", "lab"]
