"""What a row of the catalogue says."""

from typing import NamedTuple

from ..records import Pairing


class Entry(NamedTuple):
    """A row: what the target is, the pairing, what it predicts, how frameworks call it, its page.

    `gradient` is ∂L/∂z in TeX; `page` is None where no chapter exists; `problem` names the row
    of the article's summary table that this answers, None where the article has none; `when`
    tells rows of the same target apart; `asked` is the target in the words of who asks. `bias` is
    where to start the bias of the output, `first_loss` the mean loss there, with m the mean of the
    training targets and v their variance. `front`: whether the front page lists it; rows for a second
    look are left to the chapter. The complete code of a row lies in its folder of
    `snippets`, a file for each framework.
    """

    name: str
    pairing: Pairing
    target: str
    activation: str
    loss: str
    gradient: str
    statistic: str
    pytorch: str
    keras: str
    optax: str
    sklearn: str
    dataset: str
    page: str | None = None
    problem: str | None = None
    when: str | None = None
    asked: str = ""
    bias: str = ""
    first_loss: str = ""
    front: bool = True
