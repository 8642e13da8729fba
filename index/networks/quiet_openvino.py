"""OpenVINO without its telemetry: import it from here, never directly.

`import openvino` by itself reports to a web analytics service and leaves a client id in the home
directory. Its own code falls back to a stub where the package `openvino_telemetry` is missing, so
that package is made to look missing before the first import.
"""

import sys
from importlib import import_module
from typing import Any, TypeAlias, cast

cast("dict[str, Any]", sys.modules).setdefault("openvino_telemetry", None)

# The library's types contradict each other: what comes from it is untyped here.
openvino: Any = import_module("openvino")
ops: Any = import_module("openvino.opset15")

Graph: TypeAlias = Any
"""An `openvino.Model`: a graph with its inputs and outputs, not yet compiled."""
Node: TypeAlias = Any
"""An operation of a graph, or its output."""
