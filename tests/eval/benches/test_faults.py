"""Faults at calls of the C library: nothing acknowledged is lost, nothing torn, nothing silent."""

from pathlib import Path

import pytest

from eval.benches.faults.__main__ import main
from eval.benches.faults.shim import can_be_built

pytestmark = pytest.mark.skipif(not can_be_built(), reason="gcc is needed, on Linux")
_OLDER = Path(__file__).parents[2] / "index" / "store" / "schema_2.sql"


@pytest.mark.gate
def test_a_deletion_survives_a_few_faults() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--only", "delete", "--most", "2", "--allocations", "1"])

    assert ended.value.code == 0


@pytest.mark.slow
def test_every_operation_survives_faults_at_all_of_its_calls() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--older", str(_OLDER), "--most", "1000", "--allocations", "100"])

    assert ended.value.code == 0
