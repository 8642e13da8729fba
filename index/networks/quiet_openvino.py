"""OpenVINO without telemetry: import it from here, never directly.

`import openvino` reports to a web analytics service and stores a client id in the home directory.
It uses a stub if the package `openvino_telemetry` is missing, so that package is made to look
missing before the first import.
"""

import sys
from importlib import import_module
from typing import Any, TypeAlias, cast

cast("dict[str, Any]", sys.modules).setdefault("openvino_telemetry", None)

# The library's types contradict each other, so it is untyped here.
openvino: Any = import_module("openvino")
ops: Any = import_module("openvino.opset15")

Graph: TypeAlias = Any
"""An `openvino.Model`: a graph with inputs and outputs, not yet compiled."""
Node: TypeAlias = Any
"""An operation of a graph, or its output."""
