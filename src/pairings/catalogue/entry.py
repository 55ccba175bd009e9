"""What a row of the catalogue says."""

from collections.abc import Callable
from typing import NamedTuple

from ..records import Array, Pairing


class Entry(NamedTuple):
    """A row: what the target is, the pairing, what it predicts, how frameworks call it, its page.

    `gradient` is ∂L/∂z in TeX; `page` is None where no chapter exists; `problem` names the row
    of the article's summary table that this answers, None where the article has none; `when`
    tells rows of the same target apart; `asked` is the target in the words of who asks. `bias` is
    where to start the bias of the output, `first_loss` the mean loss there, with m the mean of the
    training targets and v their variance.

    `shown`: "front" on the front page, on the cheat sheet and on the card of its page; "card" on the
    last; "table" where its page trains it. The complete table has all. The complete code of a
    row lies in its folder of `snippets`, a file for each framework; a row of a card has all of them.

    `height` is what the value counts from: a "deviance" is 0 at the best prediction; a "likelihood"
    is −log density but for `omitted(y)`, and may be negative; a "loss" is of no density. Where a
    density is meant, −log density = value + omitted(y), one number per sample; `omitted_tex` writes
    it. `predicts` says what `predict` returns, in which order, where that is several numbers.
    """

    name: str
    pairing: Pairing
    target: str
    activation: str
    loss: str
    gradient: str
    statistic: str
    pytorch: str = "none"
    keras: str = "none"
    optax: str = "none"
    sklearn: str = "none"
    dataset: str = ""
    page: str | None = None
    problem: str | None = None
    when: str | None = None
    asked: str = ""
    bias: str = ""
    first_loss: str = ""
    shown: str = "table"
    height: str = "deviance"
    omitted: Callable[[Array], Array] | None = None
    omitted_tex: str = ""
    predicts: str = ""
