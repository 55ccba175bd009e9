"""optax's names. Each returns a number per entry, or per sample where it takes rows."""

from .name import Name

N = Name
HARD = "z, np.eye(3)[y.argmax(-1)]"
FENCHEL = "optax.losses.make_fenchel_young_loss"

NAMES = {
    "identity + half squared error": (
        N("l2_loss", "half the square", "optax.losses.l2_loss(z, y)"),
        N("squared_error", "", "optax.losses.squared_error(z, y)", "2"),
    ),
    "identity + Huber": (N("huber_loss", "delta=1.0", "optax.losses.huber_loss(z, y)"),),
    "identity + log-cosh": (N("log_cosh", "", "optax.losses.log_cosh(z, y)"),),
    "ReLU + its matching loss": (
        N(
            "make_fenchel_young_loss(max_fun), half the square of relu",
            "lacks the term in y: may be negative",
            FENCHEL + "(lambda s: (jnp.maximum(s, 0) ** 2 / 2).sum())(z, y)",
            up_to="−½ y²",
        ),
    ),
    "softplus + its matching loss": (
        N(
            "make_fenchel_young_loss(max_fun), a dilogarithm",
            "give it Φ(z) = −Li₂(−e^z), whose slope is softplus",
        ),
    ),
    "ELU + its matching loss": (
        N(
            "make_fenchel_young_loss(max_fun), the integral of ELU",
            "lacks the term in y: may be negative",
            FENCHEL + "(lambda s: jnp.where(s > 0, s**2 / 2, "
            "jnp.exp(jnp.minimum(s, 0)) - 1 - s).sum())(z, y)",
            up_to="−Φ*(y)",
        ),
    ),
    "SELU + its matching loss": (
        N("make_fenchel_young_loss(max_fun), the integral of SELU", "lacks the term in y"),
    ),
    "tanh + its matching loss": (
        N(
            "make_fenchel_young_loss(max_fun), log cosh",
            "lacks the term in y, which is log 2 at −1 and 1",
            FENCHEL + "(lambda s: jnp.log(jnp.cosh(s)).sum())(z, y)",
            up_to="−Φ*(y)",
        ),
    ),
    "exp + half Poisson deviance": (
        N(
            "generalized_kl_divergence",
            "takes the log rate z; a deviance, 0 at the best",
            "optax.losses.generalized_kl_divergence(z, y)",
        ),
        N(
            "convex_kl_divergence",
            "the same under its old name: takes the log rate",
            "optax.losses.convex_kl_divergence(z, y)",
        ),
    ),
    "exp + Poisson with exposure": (
        N(
            "generalized_kl_divergence of z + log t",
            "",
            "optax.losses.generalized_kl_divergence(z + jnp.log(y[:, 1:]), y[:, :1])",
        ),
    ),
    "identity + half squared error of log y": (
        N("l2_loss of log y", "", "optax.losses.l2_loss(z, jnp.log(y))"),
    ),
    "sigmoid + log loss of shares": (
        N(
            "sigmoid_binary_cross_entropy of a share",
            "least value: the entropy of y",
            "optax.losses.sigmoid_binary_cross_entropy(z, y)",
        ),
    ),
    "sigmoid + log loss of shares, from 1 to 5": (
        N(
            "sigmoid_binary_cross_entropy of (y - 1) / 4",
            "",
            "optax.losses.sigmoid_binary_cross_entropy(z, (y - 1) / 4)",
        ),
    ),
    "sigmoid + binomial k of n": (
        N(
            "n * sigmoid_binary_cross_entropy of k/n",
            "",
            "y[:, 1:] * optax.losses.sigmoid_binary_cross_entropy(z, y[:, :1] / y[:, 1:])",
            up_to="n times the entropy of k/n",
            at="z, y + [0, 1]",
        ),
    ),
    "softmax + KL divergence of shares": (
        N(
            "kl_divergence",
            "takes log p, and y as shares",
            "optax.losses.kl_divergence(jax.nn.log_softmax(z), y)",
        ),
        N(
            "kl_divergence_with_log_targets",
            "takes log p and log y",
            "optax.losses.kl_divergence_with_log_targets(jax.nn.log_softmax(z), jnp.log(y))",
            at="z, (y + 0.1) / (y + 0.1).sum(-1, keepdims=True)",
        ),
    ),
    "sigmoid + log loss": (
        N(
            "sigmoid_binary_cross_entropy",
            "takes the score",
            "optax.losses.sigmoid_binary_cross_entropy(z, y)",
            at="z, np.round(y)",
        ),
    ),
    "sigmoid + focal loss": (
        N(
            "sigmoid_focal_loss",
            "gamma=2.0; no alpha by default",
            "optax.losses.sigmoid_focal_loss(z, y)",
        ),
    ),
    "softmax + cross-entropy": (
        N(
            "softmax_cross_entropy",
            "rows with a single 1, or shares",
            "optax.losses.softmax_cross_entropy(z, y)",
            at=HARD,
        ),
        N(
            "softmax_cross_entropy_with_integer_labels",
            "class indices from 0",
            "optax.losses.softmax_cross_entropy_with_integer_labels(z, y.argmax(-1))",
            at=HARD,
        ),
        N(
            "safe_softmax_cross_entropy",
            "takes a score of −∞ for a class that cannot be",
            "optax.losses.safe_softmax_cross_entropy(z, y)",
            at=HARD,
        ),
    ),
    "softmax + cross-entropy with label smoothing": (
        N(
            "softmax_cross_entropy of smooth_labels(y, 0.1)",
            "",
            "optax.losses.softmax_cross_entropy(z, optax.losses.smooth_labels(y, 0.1))",
        ),
    ),
    "softmax at a temperature + distillation": (
        N(
            "kl_divergence of log p at T",
            "takes log p",
            "optax.losses.kl_divergence(jax.nn.log_softmax(z / 2), y)",
        ),
    ),
    "softmax over bins + histogram loss (HL-Gauss)": (
        N("softmax_cross_entropy of a histogram", "shares of the bins"),
    ),
    "sigmoid per label + log loss": (
        N(
            "sigmoid_binary_cross_entropy, a column for each label",
            "a number per label: sum or average them yourself",
            "optax.losses.sigmoid_binary_cross_entropy(z, y)",
            at="z, np.round(y)",
        ),
    ),
    "identity + half squared error, masked": (
        N("l2_loss times the mask", "", "optax.losses.l2_loss(z, y[:, ::2]) * y[:, 1::2]"),
    ),
    "sigmoid per label + log loss, masked": (
        N(
            "sigmoid_binary_cross_entropy times the mask",
            "",
            "optax.losses.sigmoid_binary_cross_entropy(z, y[:, ::2]) * y[:, 1::2]",
            at="z, np.round(y)",
        ),
    ),
    "unit vector + cosine": (
        N(
            "cosine_distance of an angle",
            "1 − cosine",
            "optax.losses.cosine_distance(z, jnp.concatenate([jnp.cos(y), jnp.sin(y)], -1))",
        ),
        N("cosine_similarity", "the cosine itself, to be made large"),
    ),
    "unit embedding + cosine": (
        N("cosine_distance", "1 − cosine", "optax.losses.cosine_distance(z, y)"),
    ),
    "unit embeddings of 2 + contrastive loss": (
        N("log_softmax of the cosines", "of jax.nn; each item's own cosine left out"),
        N(
            "ntxent",
            "averages over partners; temperature=0.07; with one pair in a list half of ours",
            "optax.losses.ntxent(z.reshape(3, 2), y[0], temperature=0.1)",
            "1/2",
            at="z[:1], y[:1]",
        ),
    ),
    "unit embeddings of 2 + sigmoid pairs": (
        N("sigmoid_binary_cross_entropy, over pairs", "a number per pair"),
    ),
    "sigmoid per pixel + Dice": (
        N(
            "dice_loss(smooth=0.0)",
            "takes scores with an axis for the classes; smooth=1.0 by default",
            "optax.losses.dice_loss(z[..., None], y[..., None], smooth=0.0)",
        ),
    ),
    "sigmoid per pixel + Tversky 0.3, 0.7": (
        N(
            "dice_loss(smooth=0.0, alpha=0.3, beta=0.7)",
            "alpha weighs what is too much, beta what is missed",
            "optax.losses.dice_loss(z[..., None], y[..., None], smooth=0.0, alpha=0.3, beta=0.7)",
        ),
    ),
    "softmax over a list + ListNet": (
        N(
            "ranking_softmax_loss",
            "labels are weights, no scores: take the softmax of the relevance first",
            "optax.losses.ranking_softmax_loss(z, jax.nn.softmax(y), reduce_fn=None)",
            up_to="the entropy of softmax(y)",
        ),
    ),
    "identity + hinge": (N("hinge_loss", "labels −1 and 1", "optax.losses.hinge_loss(z, y)"),),
    "identity + Crammer–Singer hinge": (
        N(
            "multiclass_hinge_loss",
            "class indices",
            "optax.losses.multiclass_hinge_loss(z, y.argmax(-1))",
        ),
    ),
    "sparsemax + its matching loss": (
        N(
            "multiclass_sparsemax_loss",
            "class indices",
            "optax.losses.multiclass_sparsemax_loss(z, y.argmax(-1))",
            at=HARD,
        ),
        N(
            "sparsemax_loss",
            "two classes by one score, their difference; labels 0 and 1",
            "optax.losses.sparsemax_loss(z[:, 0] - z[:, 1], y[:, 0])",
            at="z[:, :2], np.eye(2)[(y[:, 0] > 0.5).astype(int)]",
        ),
    ),
    "": (
        N("perceptron_loss", "a hinge without a margin: [formula](/book/further.ipynb#margins)"),
        N("multiclass_perceptron_loss", "the same for classes"),
        N(
            "poly_loss_cross_entropy",
            "cross-entropy + epsilon (1 − p of the class); epsilon=2.0 by default: "
            "[formula](/book/further.ipynb#poly-loss)",
        ),
        N(
            "ctc_loss",
            "sequences without an alignment, [named only](/book/further.ipynb#named-only)",
        ),
        N("triplet_margin_loss", "a hinge on the difference of two distances"),
        N("binary_dice_loss, multiclass_generalized_dice_loss", "overlap of masks"),
    ),
}
