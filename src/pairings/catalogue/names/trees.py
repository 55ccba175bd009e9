"""XGBoost's and LightGBM's names. They see a gradient and a curvature, never the value.

`run` gives the gradient, from leaves of one sample each; XGBoost's in single precision.
"""

from .name import Name

N = Name
REFITTED = "leaves refitted afterwards, so its gradient does not tell all"
HARD = "z, np.eye(3)[y.argmax(-1)]"

XGBOOST = {
    "identity + half squared error": (
        N("reg:squarederror", "reg:linear is its old name", 'gradient("reg:squarederror")'),
    ),
    "identity + absolute error": (N("reg:absoluteerror", REFITTED),),
    "identity + quantile 0.9": (N("reg:quantileerror, quantile_alpha=0.9", REFITTED),),
    "non-crossing quantiles + pinball loss": (
        N("reg:quantileerror, quantile_alpha=[0.1, 0.5, 0.9]", "they may cross"),
    ),
    "identity + expectile 0.9": (
        N("reg:expectileerror, expectile_alpha=0.9", "from version 3.3 on; several do not cross"),
    ),
    "identity + pseudo-Huber": (
        N(
            "reg:pseudohubererror",
            "δ is called huber_slope, 1.0",
            'gradient("reg:pseudohubererror")',
        ),
    ),
    "exp + half Poisson deviance": (
        N(
            "count:poisson",
            "its curvature is e^(z + max_delta_step), with max_delta_step=0.7; predicts the mean",
            'gradient("count:poisson")',
        ),
    ),
    "exp + Poisson with exposure": (
        N("count:poisson, base_margin=log t", "an offset at prediction too"),
    ),
    "exp + half gamma deviance": (
        N("reg:gamma", "log link; predicts the mean", 'gradient("reg:gamma")'),
    ),
    "exp + half Tweedie deviance": (
        N("reg:tweedie", "tweedie_variance_power=1.5, between 1 and 2", 'gradient("reg:tweedie")'),
    ),
    "sigmoid + log loss": (
        N(
            "binary:logistic",
            "labels 0 and 1; base_score is a probability",
            'gradient("binary:logistic")',
            at="z, np.round(y)",
        ),
        N(
            "binary:logitraw",
            "the same, but predicts the score",
            'gradient("binary:logitraw")',
            at="z, np.round(y)",
        ),
    ),
    "sigmoid + log loss of shares": (
        N("reg:logistic", "labels in [0, 1]", 'gradient("reg:logistic")'),
    ),
    "sigmoid + weighted log loss (pos_weight)": (
        N(
            "binary:logistic, scale_pos_weight=w",
            "curvatures are weighted as well",
            'gradient("binary:logistic", scale_pos_weight=10)',
            at="z, np.round(y)",
        ),
    ),
    "softmax + cross-entropy": (
        N(
            "multi:softprob",
            "class indices and num_class; its curvature is 2 p (1 − p)",
            'gradient("multi:softprob", num_class=3)',
            at=HARD,
        ),
        N(
            "multi:softmax",
            "the same, but predicts a class",
            'gradient("multi:softmax", num_class=3)',
            at=HARD,
        ),
    ),
    "softmax over those at risk + Cox partial likelihood": (
        N("survival:cox", "a negative label is a censored time; predicts e^z, the hazard ratio"),
    ),
    "median and scale + log-normal accelerated failure time": (
        N(
            "survival:aft, aft_loss_distribution=normal",
            "one fixed scale, aft_loss_distribution_scale; two bounds, label_lower_bound and …_upper_…",
        ),
    ),
    "median and scale + log-logistic accelerated failure time": (
        N("survival:aft, aft_loss_distribution=logistic", "one fixed scale"),
    ),
    "scale and shape + censored Weibull": (
        N("survival:aft, aft_loss_distribution=extreme", "one fixed scale, which is 1/shape"),
    ),
    "scores of a list + RankNet": (
        N("rank:pairwise", "pairs are drawn by lambdarank_pair_method, and weighed"),
    ),
    "": (
        N(
            "rank:ndcg, rank:map",
            "LambdaRank: a gradient of no fixed loss, so no row; see the chapter on rankings",
        ),
        N("binary:hinge", "predicts 0 or 1"),
        N(
            "reg:squaredlogerror",
            "half the square of log(1 + prediction) − log(1 + y), identity output: mismatched",
        ),
    ),
}

LIGHTGBM = {
    "identity + half squared error": (
        N("regression", "also l2, mse, rmse", 'gradient("regression")'),
    ),
    "identity + absolute error": (N("regression_l1", "also l1, mae; " + REFITTED),),
    "identity + Huber": (
        N("huber", "δ is called alpha; the default is 0.9", 'gradient("huber", alpha=1.0)'),
    ),
    "identity + Fair": (N("fair", "fair_c=1.0", 'gradient("fair")'),),
    "identity + quantile 0.9": (N("quantile", "alpha=0.9 by default; " + REFITTED),),
    "exp + half Poisson deviance": (
        N(
            "poisson",
            "its curvature is e^(z + poisson_max_delta_step), 0.7; predicts the mean",
            'gradient("poisson")',
        ),
    ),
    "exp + half gamma deviance": (N("gamma", "log link", 'gradient("gamma")'),),
    "exp + half Tweedie deviance": (
        N("tweedie", "tweedie_variance_power=1.5", 'gradient("tweedie")'),
    ),
    "sigmoid + log loss": (
        N(
            "binary",
            "labels 0 and 1; sigmoid=1.0 multiplies the score",
            'gradient("binary")',
            at="z, np.round(y)",
        ),
    ),
    "sigmoid + log loss of shares": (
        N("cross_entropy", "also xentropy; labels in [0, 1]", 'gradient("cross_entropy")'),
    ),
    "sigmoid + weighted log loss (pos_weight)": (
        N(
            "binary, scale_pos_weight=w",
            "is_unbalance=true sets it from the labels",
            'gradient("binary", scale_pos_weight=10.0)',
            at="z, np.round(y)",
        ),
    ),
    "softmax + cross-entropy": (
        N(
            "multiclass",
            "also softmax; num_class; its curvature is K/(K − 1) p (1 − p)",
            'margins("multiclass")',
        ),
    ),
    "sigmoid per label + log loss": (
        N("multiclassova", "also ova: one label per row, a sigmoid for each class; num_class"),
    ),
    "": (
        N("mape", "absolute error divided by max(1, |y|): a weighted median"),
        N(
            "cross_entropy_lambda",
            "also xentlambda: shares with weights, by another link: "
            "[formula](/book/further.ipynb#at-least-one-yes-in-w-tries)",
        ),
        N("lambdarank", "a gradient of no fixed loss, so no row; see the chapter on rankings"),
        N(
            "rank_xendcg",
            "softmax over a list against randomly drawn relevances: "
            "[formula](/book/further.ipynb#xe-ndcg)",
        ),
    ),
}
