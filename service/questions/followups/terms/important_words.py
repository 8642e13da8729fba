"""Which words of earlier turns a message omits.

message, turns --read--> network --weigh--> ScoredWord --phrases--> what is to be added
"""

from collections.abc import Sequence

from index.networks.logistic import LogisticModel
from service.questions.followups.terms.context import Earlier, earlier_of
from service.questions.followups.terms.network import Network
from service.questions.followups.terms.scores import Scores
from service.questions.followups.terms.weighing import weighed
from service.questions.followups.turns import Turn


class ImportantWords:
    """The network, and how what it says is weighed. Threads can share it."""

    def __init__(self, network: Network, weighing: LogisticModel) -> None:
        self._network = network
        self._weighing = weighing

    def score(self, message: str, turns: Sequence[Turn]) -> Scores:
        """How likely the message, said in full, would have each word of the turns before it."""
        return self.score_texts(message, earlier_of(turns))

    def score_texts(self, message: str, earlier: Sequence[Earlier]) -> Scores:
        """The same for texts that are not those of turns."""
        return weighed(self._network.score(message, earlier), self._weighing)
