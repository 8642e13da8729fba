"""The reader without a network: whole sentences, scored by what they share with the question.

    passages --> sentences --features--> one logistic score --> candidates, best first

For "what did X say about Y" the candidates are X's own quotations, nobody else's. The weights, and
what they were fitted on, are in `service/reading/sentence.json`.
"""

from service.readers.contract import Reader
from service.reading.sentence_reader import load_sentence_reader


def create() -> Reader:
    """Build the reader with the weights that come with Dateline.

    Raises:
        SettingsError: the weights file is missing or damaged.
    """
    return load_sentence_reader()
