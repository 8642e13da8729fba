"""Deletes the vectors of embedders that a collection no longer uses.

A server process may be seconds behind a switch, with answers in progress. It holds a shared lock on
its generation's file, and nothing is deleted until all these locks are released.
"""

import shutil
from contextlib import AbstractContextManager, ExitStack
from itertools import product
from pathlib import Path

from index.followers.open_collection import hold_name, vector_folder
from index.store.library import Library
from index.store.values import Collection


def reembedding(library: Library, collection: Collection) -> AbstractContextManager[bool]:
    """Lock out re-embedding of the collection; yields whether the lock was obtained."""
    return library.database.alone(f"indexes/{collection.pk}/reembed")


def delete_old_vectors(library: Library, collection: Collection, folder: Path) -> bool:
    """Delete the vectors of old embedders; False if they are still in use.

    The vectors of its views are deleted too.
    """
    if collection.of is not None:
        return True
    record = library.embedders.get(collection)
    if record is None or not record.old:
        return True
    with reembedding(library, collection) as mine:
        return mine and _delete(library, collection, folder)


def _delete(library: Library, collection: Collection, folder: Path) -> bool:
    record = library.embedders.get(collection)
    if record is None:
        return True
    # What serves a collection serves its views.
    places = {folder.parent / str(view.pk): view for view in library.views.of(collection)}
    places[folder] = collection
    with ExitStack() as locks:
        for one, generation in product(places.values(), range(record.generation)):
            name = hold_name(one, generation)
            if not locks.enter_context(library.database.alone(name)):
                return False
        for one, fingerprint in product(places.values(), record.old):
            library.vectors.delete(one, fingerprint)
        for place, generation in product(places, range(record.generation)):
            shutil.rmtree(vector_folder(place, generation), ignore_errors=True)
            vector_folder(place, generation).with_suffix(".lock").unlink(missing_ok=True)
    library.embedders.forget(collection, record.old)
    return True
