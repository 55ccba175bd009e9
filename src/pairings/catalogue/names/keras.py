"""Keras's names. The targets come first; the mean is taken over all entries."""

from .name import Name

N = Name
HARD = "z, np.eye(3)[y.argmax(-1)]"

NAMES = {
    "identity + half squared error": (
        N("MeanSquaredError()", "", "losses.MeanSquaredError()(y, z)", "2"),
    ),
    "identity + absolute error": (
        N("MeanAbsoluteError()", "", "losses.MeanAbsoluteError()(y, z)"),
    ),
    "identity + Huber": (N("Huber(delta=1.0)", "", "losses.Huber(delta=1.0)(y, z)"),),
    "identity + log-cosh": (N("LogCosh()", "", "losses.LogCosh()(y, z)"),),
    "ReLU + its matching loss": (
        N(
            "where(z > 0, (z - y) ** 2, y ** 2 - 2 * y * z) / 2",
            "a function of y and z",
            "ops.where(z > 0, (z - y) ** 2, y**2 - 2 * y * z) / 2",
        ),
    ),
    "exp + half Poisson deviance": (
        N(
            "Poisson()",
            "takes the rate e^z and adds an ε to it inside the log; may be negative",
            "losses.Poisson()(y, ops.exp(z))",
            up_to="y − y log y",
        ),
    ),
    "exp + Poisson with exposure": (
        N(
            "Poisson() of t e^z",
            "the exposure multiplies the rate, it is no sample_weight",
            "losses.Poisson()(y[:, :1], y[:, 1:] * ops.exp(z))",
            up_to="a term in k and t",
        ),
    ),
    "identity + half squared error of log y": (
        N(
            "MeanSquaredError() of log y",
            "",
            "losses.MeanSquaredError()(ops.log(y), z)",
            "2",
        ),
        N(
            "MeanSquaredLogarithmicError()",
            "of log(1 + y) and log(1 + prediction)",
            "losses.MeanSquaredLogarithmicError()(y - 1, ops.exp(z) - 1)",
            "2",
            at="np.abs(z), 1 + y",
        ),
    ),
    "sigmoid + binomial k of n": (
        N(
            "BinaryCrossentropy(from_logits=True) of k/n, sample_weight=n",
            "",
            "losses.BinaryCrossentropy(from_logits=True)(y[:, :1] / y[:, 1:], z, sample_weight=y[:, 1])",
            up_to="n times the entropy of k/n",
            at="z, y + [0, 1]",
        ),
    ),
    "sigmoid + log loss of shares": (
        N(
            "BinaryCrossentropy(from_logits=True) of a share",
            "least value: the entropy of y",
            "losses.BinaryCrossentropy(from_logits=True)(y, z)",
        ),
    ),
    "sigmoid + log loss of shares, from 1 to 5": (
        N(
            "BinaryCrossentropy(from_logits=True) of (y - 1) / 4",
            "rescale the target, not the loss",
            "losses.BinaryCrossentropy(from_logits=True)((y - 1) / 4, z)",
        ),
    ),
    "softmax + KL divergence of shares": (
        N(
            "KLDivergence()",
            "takes p, clipped at an ε",
            "losses.KLDivergence()(y, ops.softmax(z))",
            at="z, np.abs(y)",
        ),
    ),
    "sigmoid + log loss": (
        N(
            "BinaryCrossentropy(from_logits=True)",
            "takes the score",
            "losses.BinaryCrossentropy(from_logits=True)(y, z)",
            at="z, np.round(y)",
        ),
        N(
            "BinaryCrossentropy()",
            "the default takes p, clipped at an ε",
            "losses.BinaryCrossentropy()(y, ops.sigmoid(z))",
            at="z, np.round(y)",
        ),
    ),
    "sigmoid + focal loss": (
        N(
            "BinaryFocalCrossentropy(from_logits=True)",
            "gamma=2.0; alpha counts with apply_class_balancing=True only",
            "losses.BinaryFocalCrossentropy(from_logits=True)(y, z)",
        ),
    ),
    "softmax + cross-entropy": (
        N(
            "CategoricalCrossentropy(from_logits=True)",
            "rows with a single 1, or shares",
            "losses.CategoricalCrossentropy(from_logits=True)(y, z)",
            at=HARD,
        ),
        N(
            "CategoricalCrossentropy()",
            "the default takes p: scores are divided by their sum without a word",
            "losses.CategoricalCrossentropy()(y, ops.softmax(z))",
            at=HARD,
        ),
        N(
            "SparseCategoricalCrossentropy(from_logits=True)",
            "class indices from 0; ignore_class leaves one out",
            "losses.SparseCategoricalCrossentropy(from_logits=True)(y.argmax(-1), z)",
            at=HARD,
        ),
    ),
    "softmax + cross-entropy with label smoothing": (
        N(
            "CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)",
            "",
            "losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)(y, z)",
        ),
    ),
    "softmax at a temperature + distillation": (
        N(
            "KLDivergence() of p at T",
            "takes p",
            "losses.KLDivergence()(y, ops.softmax(z / 2))",
        ),
    ),
    "softmax + generalised cross-entropy": (
        N(
            "CategoricalGeneralizedCrossEntropy(q=0.7)",
            "takes p and class indices; the default is q=0.5",
            "losses.CategoricalGeneralizedCrossEntropy(q=0.7)(y.argmax(-1), ops.softmax(z))",
        ),
    ),
    "softmax over bins + histogram loss (HL-Gauss)": (
        N("CategoricalCrossentropy(from_logits=True) of a histogram", "shares of the bins"),
    ),
    "sigmoid per label + log loss": (
        N(
            "BinaryCrossentropy(from_logits=True), a column for each label",
            "the mean over labels too",
            "losses.BinaryCrossentropy(from_logits=True)(y, z)",
            "1/K",
            at="z, np.round(y)",
        ),
    ),
    "unit vector + cosine": (
        N(
            "CosineSimilarity() of an angle",
            "minus the cosine, from −1 to 1",
            "losses.CosineSimilarity()(ops.concatenate([ops.cos(y), ops.sin(y)], -1), z)",
            up_to="−1",
        ),
    ),
    "unit embedding + cosine": (
        N(
            "CosineSimilarity()",
            "minus the cosine, from −1 to 1",
            "losses.CosineSimilarity()(y, z)",
            up_to="−1",
        ),
    ),
    "sigmoid per pixel + Dice": (
        N(
            "Dice()",
            "takes p; one overlap of the whole batch unless axis says otherwise: equal for one image",
            "losses.Dice()(y, ops.sigmoid(z))",
            at="z[:1], y[:1]",
        ),
    ),
    "sigmoid per pixel + Tversky 0.3, 0.7": (
        N(
            "Tversky(alpha=0.7, beta=0.3)",
            "takes p; alpha weighs what is missed, against its documentation; over the whole batch",
            "losses.Tversky(alpha=0.7, beta=0.3)(y, ops.sigmoid(z))",
            at="z[:1], y[:1]",
        ),
    ),
    "identity + hinge": (
        N(
            "Hinge()",
            "labels −1 and 1; if all are 0 or 1 it turns them into those",
            "losses.Hinge()(y, z)",
            at="z[:, :1], y[:, :1]",
        ),
    ),
    "identity + squared hinge": (
        N(
            "SquaredHinge()",
            "labels −1 and 1, or 0 and 1",
            "losses.SquaredHinge()(y, z)",
            at="z[:, :1], y[:, :1]",
        ),
    ),
    "identity + Crammer–Singer hinge": (
        N(
            "CategoricalHinge()",
            "has one more rival, of score 0: the same where a rival has a positive score",
            "losses.CategoricalHinge()(y, z)",
            at="np.abs(z), y",
        ),
    ),
    "": (
        N(
            "MeanAbsolutePercentageError()",
            "in per cent; elicits a weighted median that lies too low",
        ),
        N(
            "CategoricalFocalCrossentropy()",
            "[focal loss of a softmax](/book/further.ipynb#categorical-focal); "
            "alpha=0.25 multiplies all of it by default",
        ),
        N("Circle()", "similarities of embeddings, with gamma=80.0 and margin=0.4"),
        N("CTC()", "sequences without an alignment, [named only](/book/further.ipynb#named-only)"),
    ),
}
