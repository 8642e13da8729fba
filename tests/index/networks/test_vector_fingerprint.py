"""What makes vectors comparable."""

from index.networks.late_chunking import fingerprint


def test_the_fingerprint_changes_with_each_of_its_facts() -> None:
    made = {
        fingerprint(weights="a", pooling="mean", window=256),
        fingerprint(weights="b", pooling="mean", window=256),
        fingerprint(weights="a", pooling="cls", window=256),
        fingerprint(weights="a", pooling="mean", window=128),
        fingerprint(weights="a", pooling="mean", window=256, question="query: "),
        fingerprint(weights="a", pooling="mean", window=256, passage="query: "),
    }

    assert len(made) == 6
