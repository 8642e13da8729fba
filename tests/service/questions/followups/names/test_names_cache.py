"""What is remembered of a text tells nobody that another reader was shown it."""

from service.questions.followups.names.names_cache import NamesCache
from tests.conftest import Shelf, seen_with, story


def test_what_one_reader_was_shown_is_not_known_to_another(shelf: Shelf) -> None:
    shelf.add(story("desk", "Mayor Elena Ruiz will resign.", visible_to=("desk",)))
    version = shelf.library.article(shelf.collection, "desk").version
    cache = NamesCache()

    with seen_with("desk"):
        shown = cache.get(shelf.opened(), "desk", version)
    with seen_with():
        hidden = cache.get(shelf.opened(), "desk", version)

    assert "Elena Ruiz" in {named.name for named in shown.names}
    assert (hidden.names, hidden.words) == ((), frozenset())


def test_what_was_deleted_is_not_known_any_more(shelf: Shelf) -> None:
    shelf.add(story("a", "Mayor Elena Ruiz will resign."))
    version = shelf.library.article(shelf.collection, "a").version
    cache = NamesCache()
    before = cache.get(shelf.opened(), "a", version)

    shelf.library.remove(shelf.collection, "a")

    assert before.words
    assert cache.get(shelf.opened(), "a", version).words == frozenset()
