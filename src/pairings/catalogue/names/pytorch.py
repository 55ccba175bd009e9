"""PyTorch's losses. z is the last layer's output; modules average over all entries."""

from .name import Name

N = Name

NAMES = {
    "identity + half squared error": (N("MSELoss()", "", "nn.MSELoss()(z, y)", "2"),),
    "identity + absolute error": (N("L1Loss()", "", "nn.L1Loss()(z, y)"),),
    "identity + Huber": (
        N("HuberLoss(delta=1.0)", "", "nn.HuberLoss(delta=1.0)(z, y)"),
        N(
            "SmoothL1Loss(beta=1.0)",
            "Huber's loss divided by beta: the same at beta = 1 only",
            "nn.SmoothL1Loss(beta=1.0)(z, y)",
        ),
    ),
    "mean and variance + Gaussian likelihood": (
        N(
            "GaussianNLLLoss()",
            "takes the variance, not its log or root, and lifts it to eps; full=True adds ½ log 2π",
            "nn.GaussianNLLLoss()(z[:, :1], y, z[:, 1:].exp())",
        ),
    ),
    "ReLU + its matching loss": (
        N(
            "where(z > 0, (z - y) ** 2, y ** 2 - 2 * y * z).mean() / 2",
            "",
            "torch.where(z > 0, (z - y) ** 2, y**2 - 2 * y * z).mean() / 2",
        ),
    ),
    "exp + half Poisson deviance": (
        N(
            "PoissonNLLLoss()",
            "log_input=True: takes the log rate z; may be negative; full=True adds an approximate log y!",
            "nn.PoissonNLLLoss()(z, y)",
            up_to="y − y log y",
        ),
        N(
            "PoissonNLLLoss(log_input=False)",
            "takes the rate e^z, and adds eps to it inside the log",
            "nn.PoissonNLLLoss(log_input=False, eps=0)(z.exp(), y)",
            up_to="y − y log y",
        ),
    ),
    "exp + Poisson with exposure": (
        N(
            "PoissonNLLLoss() of z + log t",
            "the exposure is an offset of the score, no weight",
            "nn.PoissonNLLLoss()(z + y[:, 1:].log(), y[:, :1])",
            up_to="a term in k and t",
        ),
    ),
    "sigmoid + binomial k of n": (
        N(
            "BCEWithLogitsLoss(weight=n) of k/n",
            "",
            "nn.BCEWithLogitsLoss(weight=y[:, 1:])(z, y[:, :1] / y[:, 1:])",
            up_to="n times the entropy of k/n",
            at="z, y + [0, 1]",
        ),
    ),
    "identity + half squared error of log y": (
        N("MSELoss() of log y", "", "nn.MSELoss()(z, y.log())", "2"),
    ),
    "sigmoid + log loss of shares": (
        N(
            "BCEWithLogitsLoss() of a share",
            "least value: the entropy of y",
            "nn.BCEWithLogitsLoss()(z, y)",
        ),
    ),
    "sigmoid + log loss of shares, from 1 to 5": (
        N(
            "BCEWithLogitsLoss() of (y - 1) / 4",
            "rescale the target, not the loss",
            "nn.BCEWithLogitsLoss()(z, (y - 1) / 4)",
        ),
    ),
    "softmax + KL divergence of shares": (
        N(
            'KLDivLoss(reduction="batchmean")',
            'takes log p; the default "mean" divides by K as well',
            'nn.KLDivLoss(reduction="batchmean")(z.log_softmax(-1), y)',
        ),
    ),
    "exp + censored exponential": (
        N(
            "PoissonNLLLoss() of z + log t, target d",
            "d = 1 for an event seen, 0 for a censored time",
            "nn.PoissonNLLLoss()(z + y[:, :1].log(), y[:, 1:])",
            up_to="a term in t and d",
        ),
    ),
    "sigmoid + log loss": (
        N(
            "BCEWithLogitsLoss()",
            "takes the score; labels as floats of the same shape",
            "nn.BCEWithLogitsLoss()(z, y)",
            at="z, np.round(y)",
        ),
        N(
            "BCELoss()",
            "takes p; its logarithm stops at −100",
            "nn.BCELoss()(z.sigmoid(), y)",
            at="z, np.round(y)",
        ),
        N(
            "SoftMarginLoss()",
            "labels −1 and 1",
            "nn.SoftMarginLoss()(z, 2 * y - 1)",
            at="z, np.round(y)",
        ),
    ),
    "tanh + its matching loss": (
        N(
            "SoftMarginLoss() of 2 z",
            "labels −1 and 1 only",
            "nn.SoftMarginLoss()(2 * z, y)",
            at="z[:, :1], np.sign(y[:, :1] + 1e-9)",
        ),
    ),
    "sigmoid + weighted log loss (pos_weight)": (
        N(
            "BCEWithLogitsLoss(pos_weight=w)",
            "a tensor; the mean divides by the number of samples, not by the weights",
            "nn.BCEWithLogitsLoss(pos_weight=torch.tensor(10.0))(z, y)",
        ),
    ),
    "softmax + cross-entropy": (
        N(
            "CrossEntropyLoss()",
            "takes scores; class indices as integers, −100 is left out",
            "nn.CrossEntropyLoss()(z, y.argmax(-1))",
            at="z, np.eye(3)[y.argmax(-1)]",
        ),
        N(
            "CrossEntropyLoss() of shares",
            "floats are taken as shares of the classes",
            "nn.CrossEntropyLoss()(z, y)",
            at="z, np.eye(3)[y.argmax(-1)]",
        ),
        N(
            "NLLLoss()",
            "takes log p: after LogSoftmax",
            "nn.NLLLoss()(z.log_softmax(-1), y.argmax(-1))",
            at="z, np.eye(3)[y.argmax(-1)]",
        ),
        N(
            "LinearCrossEntropyLoss()",
            "holds the last linear layer itself: takes its inputs, no scores",
        ),
    ),
    "softmax + cross-entropy with label smoothing": (
        N(
            "CrossEntropyLoss(label_smoothing=0.1)",
            "",
            "nn.CrossEntropyLoss(label_smoothing=0.1)(z, y)",
        ),
    ),
    "softmax at a temperature + distillation": (
        N(
            'KLDivLoss(reduction="batchmean") of log p at T',
            "often multiplied by T², which this row leaves to the step size",
            'nn.KLDivLoss(reduction="batchmean")((z / 2).log_softmax(-1), y)',
        ),
    ),
    "softmax over bins + histogram loss (HL-Gauss)": (
        N("CrossEntropyLoss() of a histogram", "shares of the bins as floats"),
    ),
    "sigmoid per label + log loss": (
        N(
            "BCEWithLogitsLoss(), a column for each label",
            "the mean over labels too",
            "nn.BCEWithLogitsLoss()(z, y)",
            "1/K",
            at="z, np.round(y)",
        ),
        N(
            "MultiLabelSoftMarginLoss()",
            "no margin loss, in spite of its name; the mean over labels",
            "nn.MultiLabelSoftMarginLoss()(z, y)",
            "1/K",
            at="z, np.round(y)",
        ),
    ),
    "identity + half squared error, masked": (
        N(
            'MSELoss(reduction="none") times the mask',
            "what is divided by is yours to choose",
            'nn.MSELoss(reduction="none")(z, y[:, ::2]) * y[:, 1::2]',
            "2",
        ),
    ),
    "sigmoid per label + log loss, masked": (
        N(
            'BCEWithLogitsLoss(reduction="none") times the mask',
            "",
            'nn.BCEWithLogitsLoss(reduction="none")(z, y[:, ::2]) * y[:, 1::2]',
            at="z, np.round(y)",
        ),
    ),
    "unit vector + cosine": (
        N(
            "CosineEmbeddingLoss() of an angle",
            "two vectors and a label 1; with −1 another loss, with a margin",
            "nn.CosineEmbeddingLoss()(z, torch.cat([y.cos(), y.sin()], -1), torch.ones(len(z)))",
        ),
    ),
    "unit embedding + cosine": (
        N(
            "CosineEmbeddingLoss()",
            "two vectors and a label 1; with −1 another loss, with a margin",
            "nn.CosineEmbeddingLoss()(z, y, torch.ones(len(z)))",
        ),
        N("1 - cosine_similarity(z, y)", "of nn.functional", "1 - F.cosine_similarity(z, y)"),
    ),
    "unit embeddings of 2 + contrastive loss": (
        N("log_softmax of the cosines", "each item's own cosine left out"),
        N("cross_entropy(u @ v.T / tau, arange(n))", "two lists, partners in the same order"),
    ),
    "unit embeddings of 2 + sigmoid pairs": (
        N(
            "binary_cross_entropy_with_logits, over pairs",
            "averages over pairs, most of which are apart",
        ),
    ),
    "entmax + its matching loss": (N("entmax15_loss", "of the package entmax, not PyTorch's own"),),
    "scores of two + reward model of preferences": (
        N(
            "logsigmoid(preferred - other)",
            "minus its mean",
            "-F.logsigmoid((z * (2 * y - 1)).sum(-1))",
        ),
    ),
    "identity + Crammer–Singer hinge": (
        N(
            "MultiMarginLoss()",
            "adds up all rivals and divides by K, where the row takes the largest: two classes agree",
            "nn.MultiMarginLoss()(z, y.argmax(-1))",
            "1/2",
            at="z[:, :2], np.eye(2)[y[:, 0].astype(int)]",
        ),
    ),
    "": (
        N("HingeEmbeddingLoss()", "of a distance and a label ±1: not the hinge of a classifier"),
        N(
            "MarginRankingLoss()",
            "a hinge on the difference of two scores; here RankNet takes the log loss",
        ),
        N(
            "MultiLabelMarginLoss()",
            "hinges between every label that is on and every one that is off",
        ),
        N("TripletMarginLoss()", "a hinge on the difference of two distances"),
        N("TripletMarginWithDistanceLoss()", "the same with your own distance"),
        N(
            "AdaptiveLogSoftmaxWithLoss()",
            "cross-entropy over groups of rare classes: [adaptive softmax]"
            "(/book/further.ipynb#adaptive-softmax)",
        ),
        N(
            "CTCLoss()",
            "sequences without an alignment, [named only](/book/further.ipynb#named-only)",
        ),
    ),
}
