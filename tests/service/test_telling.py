"""What is told on the way, and what becomes of it before it is heard."""

from service.telling import changing, is_heard, listening, tell


def test_what_is_told_is_changed_on_its_way_to_whoever_listens() -> None:
    heard: list[object] = []

    with listening(heard.append), changing(int, lambda number: f"{number}!"):
        with changing(float, round):
            tell(2.2)
        tell("as it is")

    assert heard == ["2!", "as it is"]
    assert not is_heard()


def test_of_what_is_told_once_the_first_that_is_told_at_all_goes_on() -> None:
    heard: list[object] = []

    with listening(heard.append), changing(int, lambda n: n if n > 1 else None, once=True):
        for number in (1, 2, 3):
            tell(number)

    assert heard == [2]


def test_where_nobody_listens_nothing_is_changed() -> None:
    changed: list[int] = []

    with changing(int, changed.append):
        tell(1)
        heard = is_heard()

    assert (changed, heard) == ([], False)
