import math
from pathlib import Path

import msgspec
import pytest

from eval.records import Metric, Share
from eval.reports import is_report, read, save
from index.errors import StoreError, UnreadableFileError
from tests.eval.reports.samples import HOSTILE, lifelike, record, report


def test_a_report_read_back_is_the_one_that_was_saved(tmp_path: Path) -> None:
    made = lifelike(60)

    save(made, tmp_path / "report.json")

    assert read(tmp_path / "report.json") == made
    assert read(tmp_path) == made


def test_each_record_and_each_metric_has_a_line_of_its_own(tmp_path: Path) -> None:
    made = lifelike(60)

    save(made, tmp_path / "report.json")

    lines = (tmp_path / "report.json").read_text().splitlines()
    assert sum(line.startswith('{"id":"harbour-') for line in lines) == 60
    assert sum(line.startswith('{"name":') for line in lines) == len(made.metrics)


def test_strange_texts_survive(tmp_path: Path) -> None:
    made = report([record(str(n), right=True, reason=text) for n, text in enumerate(HOSTILE)])

    save(made, tmp_path / "report.json")

    assert [found.reason for found in read(tmp_path).records] == list(HOSTILE)


def test_an_undefined_figure_comes_back_as_nan(tmp_path: Path) -> None:
    nothing = Metric(name="none", value=math.nan, low=math.nan, high=0.5, count=0)
    made = msgspec.structs.replace(report([]), metrics=[nothing], by_type={"who": [nothing]})

    save(made, tmp_path / "report.json")

    found = read(tmp_path)
    for metric in (*found.metrics, *found.by_type["who"]):
        assert math.isnan(metric.value)
        assert math.isnan(metric.low)
        assert metric.high == 0.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not valid JSON"),
        ("\xff", "not valid JSON"),
        ("[]", "not a JSON object"),
        ('{"format": 1, "name": "a"}', "missing required field"),
        ('{"format": 1, "metrics": 3}', "not a report"),
        ('{"format": 1, "metrics": ["x"]}', "not a report"),
        ('{"format": 7, "everything": "new"}', "layout 7, made by a newer Dateline"),
    ],
)
def test_an_invalid_report_is_named_with_its_fault(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(text.encode("latin-1"))

    with pytest.raises(UnreadableFileError, match=rf"bad\.json: .*{said}"):
        read(file)


def test_a_score_of_the_wrong_shape_is_named_by_its_place(tmp_path: Path) -> None:
    save(report([record("q1", right=True)]), tmp_path / "report.json")
    file = tmp_path / "report.json"
    file.write_text(file.read_text().replace('"exact match":[1.0,1.0]', '"exact match":["all"]'))

    with pytest.raises(UnreadableFileError, match=r"records\[0\]\.scores"):
        read(file)


def test_a_missing_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"report\.json: No such file"):
        read(tmp_path)
    with pytest.raises(UnreadableFileError, match=r"gone\.json: No such file"):
        read(tmp_path / "gone.json")


def test_a_report_is_distinguished_from_a_question_set(tmp_path: Path) -> None:
    save(lifelike(60), tmp_path / "baseline.json")
    (tmp_path / "questions.jsonl").write_text('{"id": "q1", "question": "Who?"}\n')
    (tmp_path / "squad.json").write_text('{"version": "v2.0", "data": []}')
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "report.json").write_text("{")

    reports = {path.name for path in tmp_path.iterdir() if is_report(path)}

    assert reports == {"baseline.json", "damaged"}
    assert not is_report(tmp_path)
    assert not is_report(tmp_path / "gone.json")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no-folder"):
        save(report([]), tmp_path / "no-folder" / "report.json")


def test_shares_keep_their_counts(tmp_path: Path) -> None:
    made = report([record("q1", right=True)])
    cited = msgspec.structs.replace(made.records[0], scores={"citation precision": Share(2, 3)})

    save(msgspec.structs.replace(made, records=[cited]), tmp_path / "report.json")

    assert read(tmp_path).records[0].scores == {"citation precision": Share(2, 3)}
