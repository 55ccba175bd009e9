"""The answers of the pages that are about more than one row: (question, answer), in a few lines."""

from types import MappingProxyType

IDEAS = MappingProxyType(
    {
        "matching-losses": {
            "given": "an activation $p = a(z)$, continuous and never decreasing",
            "its potential": r"$\Phi$, an antiderivative of $a$",
            "its loss": r"$L(z, y) = \Phi(z) - y z + \Phi^*(y)$, with the number $\Phi^*(y)$ that makes "
            "its lowest value 0. It is the only one, up to a term in $y$, with the gradient below",
            r"gradient $\partial L / \partial z$": "$p - y$, prediction − target",
            "shape": "convex in the score $z$, never negative, 0 exactly where $a(z) = y$",
            "predicts": "the mean of the target",
            "targets": r"the range of $a$, with an end of it wherever $\Phi^*$ is finite",
            "in code": "`matching(activation)`",
        },
        "laws-of-mismatch": {
            "a matched pair": "pulls the score with the force *prediction − target*: the further "
            "off, the harder",
            "any other pair": r"has a factor before it, $(p - y)\, r(z)$. This $r$ is the steepness "
            "of the loss times the steepness of the output, at the score where the network stands",
            "what it costs": "where $r$ is near 0 the network hardly learns, however wrong it is. "
            "For sigmoid with squared error, $m$ units of score on the wrong side, the time to come "
            "back grows like $e^m$; for the matched pair, like $m$",
            "where it can end": "the loss need not be convex in the score: a single neuron can stop "
            "in several places. Where $r$ is 0 on an interval, as for ReLU with squared error below "
            "0, gradient descent cannot leave it",
            "what it need not cost": "accuracy, from an ordinary start",
            "your own pair": "the lines below compute its $r$",
        },
        "no-matching-loss": {
            "the question": "does every output have a loss with the gradient *prediction − "
            "target*? No: these three kinds do not",
            "GELU, SiLU, Mish, hard swish": "fall first and rise then. A function with that "
            "gradient exists, but for a target below 0 it falls without bound to the left; for one "
            "above 0 it has one lowest point, and is not convex",
            r"shares $g(z_i) / \sum_j g(z_j)$": "have no function with that gradient at all, unless "
            "the shares are softmax",
            "arctan, softsign": "have their loss for targets strictly inside the range. For a hard "
            "label, on the edge, it falls without bound",
            "what to do": "keep them inside the network; end it in an output that never turns back "
            "(identity, softplus, ELU, tanh, softmax), or take another loss and know its price",
            "in code": "`matching` raises `ValueError` and says why; `compose` takes any activation",
        },
        "when-not-to-match": {
            "errors grow with the size": "exp + gamma or Tweedie deviance, gradient "
            r"$(p - y)\, p^{1-q}$",
            "you need a quantile": "identity + pinball, gradient $1 - q$ above the target, $-q$ below",
            "only the side counts": "identity + hinge: [next page]"
            "(when-not-to-match-labels.ipynb#only-the-side-counts)",
            "no row may cost much": "sigmoid + half squared error: [next page]"
            "(when-not-to-match-labels.ipynb#squared-error-for-classes)",
            "normal clouds, at once": "identity + half squared error on labels: [next page]"
            "(when-not-to-match-labels.ipynb#least-squares-on-a-bare-score)",
            "some labels are wrong": "sigmoid + absolute error, or the rate of wrong labels in the "
            "output: [next page](when-not-to-match-labels.ipynb#labels-that-lie)",
            "none of these": "the matched pair, gradient $p - y$",
        },
        "when-not-to-match-labels": {
            "only the side counts": "identity + hinge, gradient $-y$ inside the margin, 0 beyond",
            "no row may cost much": "sigmoid + half squared error, gradient "
            r"$(p - y)\, p\,(1 - p)$",
            "normal clouds, at once": "identity + half squared error on labels, one linear system",
            "some labels are wrong": r"sigmoid + absolute error, gradient $\pm p\,(1 - p)$; or the "
            "rate of wrong labels in the output, with log loss",
            "none of these": "sigmoid + log loss, gradient $p - y$",
        },
        "hidden-or-output": {
            "hidden": "chosen by speed and fit, by trial; the loss does not ask. Its slope stands "
            "in the gradient, once a layer; where it is 0 on all rows, that unit is lost",
            "output": "chosen by the set in which the target lives, and it brings its loss. Matched, "
            "its slope cancels; unmatched, where it is 0 on all rows, the network is lost",
            "a wrong range": "hidden, nothing happens; at the output, an error that no training "
            "removes",
        },
        "boosting": {
            "hand over": r"on the raw score: the gradient $\partial L / \partial z$ and the curvature "
            r"$\partial^2 L / \partial z^2$, `pairing.gradient(z, y)` and `pairing.curvature(z, y)`",
            "begin at": "the best constant, `bias, first_loss = start(pairing, y)`: LightGBM's "
            "`init_score`, XGBoost's `base_margin`",
            "for a matched pair": "$p - y$ and $a'(z)$, never negative",
            "curvature 0": "absolute error, quantiles: the libraries refit their leaves; a custom "
            "objective cannot",
            "curvature below 0": "Cauchy, Student-t, Tukey: hand over the weight "
            r"$(\partial L / \partial z) / (z - y)$",
            "a constant factor": "is only a learning rate",
        },
        "properties": {
            "convex in z": "no local minimum but global ones, for a model linear in its weights",
            "strictly proper": "the best constant is the statistic that the row names, and only that",
            "classification-calibrated": "the best score of a yes-or-no has the sign of the likelier one",
            "bounded pull": r"$\lvert \partial L / \partial z \rvert$ is bounded: no target drags far",
            "canonical": r"$\partial L / \partial z = p - y$",
            "finite at the edges": "no target of the domain, and no finite score, gives an infinity",
            "the best constant": "`bias, first_loss = start(pairing, y)`",
        },
    }
)
