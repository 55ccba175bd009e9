"""CatBoost's names, read in its documentation. a is the score; values are weighted means."""

from .name import Name

N = Name

NAMES = {
    "identity + half squared error": (
        N("RMSE", "its value is the root of the mean square"),
        N("MultiRMSE", "several targets"),
    ),
    "identity + absolute error": (N("MAE"),),
    "identity + Huber": (N("Huber:delta=1", "delta has no default; a sum, no mean"),),
    "identity + quantile 0.9": (N("Quantile:alpha=0.9", "alpha=0.5 by default"),),
    "non-crossing quantiles + pinball loss": (
        N("MultiQuantile:alpha=0.1,0.5,0.9", "they may cross"),
    ),
    "identity + expectile 0.9": (N("Expectile:alpha=0.9", "alpha=0.5 by default"),),
    "identity + log-cosh": (N("LogCosh"),),
    "mean and variance + Gaussian likelihood": (
        N("RMSEWithUncertainty", "the second score is log σ, half of the log variance"),
    ),
    "exp + half Poisson deviance": (
        N("Poisson", "log link; lacks the term in y: may be negative"),
    ),
    "exp + half Tweedie deviance": (
        N(
            "Tweedie:variance_power=1.5",
            "log link; between 1 and 2, no default; lacks the term in y",
        ),
    ),
    "sigmoid + log loss": (N("Logloss", "labels 0 and 1; others by target_border"),),
    "sigmoid + log loss of shares": (
        N("CrossEntropy", "of one sigmoid, in spite of its name: labels in [0, 1]"),
    ),
    "sigmoid + weighted log loss (pos_weight)": (N("Logloss, scale_pos_weight=w"),),
    "sigmoid + focal loss": (
        N("Focal:focal_alpha=0.5;focal_gamma=2", "alpha weighs yes against no"),
    ),
    "softmax + cross-entropy": (
        N("MultiClass", "class labels of any kind, in the order of their names"),
    ),
    "sigmoid per label + log loss": (
        N("MultiLogloss", "labels 0 and 1; the mean over labels"),
        N("MultiCrossEntropy", "labels in [0, 1]; the mean over labels"),
        N(
            "MultiClassOneVsAll",
            "one label per row, a sigmoid for each class; the mean over classes",
        ),
    ),
    "identity + half squared error, masked": (
        N(
            "MultiRMSEWithMissingValues",
            "NaN is a target that is not known; divides by the known ones",
        ),
    ),
    "softmax over those at risk + Cox partial likelihood": (
        N("Cox", "a negative label is a censored time"),
    ),
    "median and scale + log-normal accelerated failure time": (
        N("SurvivalAft:dist=Normal", "one fixed scale; two labels, the upper one −1 for censored"),
    ),
    "median and scale + log-logistic accelerated failure time": (
        N("SurvivalAft:dist=Logistic", "one fixed scale"),
    ),
    "scale and shape + censored Weibull": (N("SurvivalAft:dist=Extreme", "one fixed scale"),),
    "scores of a list + RankNet": (
        N("PairLogit", "the mean over pairs, given or made from the labels of a group"),
        N("PairLogitPairwise", "the same value, other trees"),
    ),
    "softmax over a list + ListNet": (
        N("QuerySoftMax", "labels are weights, no scores; beta multiplies the scores"),
    ),
    "": (
        N("Lq:q=...", "|residual|^q, with q of at least 1: [formula](/book/further.ipynb#lq)"),
        N("MAPE", "absolute error divided by max(1, |y|): a weighted median"),
        N(
            "LogLinQuantile",
            "pinball loss of e^a: [formula](/book/further.ipynb#log-linear-quantile)",
        ),
        N(
            "QueryRMSE",
            "squared error but for a shift of each group: [formula](/book/further.ipynb#queryrmse)",
        ),
        N("QueryCrossEntropy", "log loss, partly with a shift of each group"),
        N(
            "YetiRank, YetiRankPairwise, StochasticRank",
            "gradients of rankings, [named only](/book/further.ipynb#named-only)",
        ),
        N("StochasticFilter", "a choice in a given order, by a gradient that is estimated"),
        N(
            "FairLoss, SMAPE, MSLE, HingeLoss, BrierScore",
            "metrics only: they cannot be trained on",
        ),
    ),
}
