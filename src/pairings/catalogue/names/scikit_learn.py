"""scikit-learn's names: estimators, by the loss they hold, and metrics, which average."""

from .name import Name

N = Name
HARD = "z, np.eye(3)[y.argmax(-1)]"
DEVIANCE = "takes the mean, not its log"

NAMES = {
    "identity + half squared error": (
        N("LinearRegression()", "the whole square, summed"),
        N(
            "Ridge(alpha=...)",
            "the whole square, summed, and a penalty that is not divided by the samples",
        ),
        N(
            "MLPRegressor()",
            "half the square, and a penalty: alpha=0 for none",
            "of(MLPRegressor())(y, z)",
        ),
        N('SGDRegressor(loss="squared_error")', "", 'of(SGDRegressor(loss="squared_error"))(y, z)'),
        N(
            'HistGradientBoostingRegressor(loss="squared_error")',
            "",
            'of(HistGradientBoostingRegressor(loss="squared_error"))(y, z)',
        ),
        N(
            'GradientBoostingRegressor(loss="squared_error")',
            "",
            'of(GradientBoostingRegressor(loss="squared_error"))(y, z)',
        ),
        N(
            "metrics.mean_squared_error",
            "",
            "metrics.mean_squared_error(y, z)",
            "2",
        ),
    ),
    "identity + absolute error": (
        N(
            "QuantileRegressor(quantile=0.5, alpha=0)",
            "half of it; the default alpha=1.0 is a strong penalty",
        ),
        N(
            'HistGradientBoostingRegressor(loss="absolute_error")',
            "leaves refitted to medians",
            'of(HistGradientBoostingRegressor(loss="absolute_error"))(y, z)',
        ),
        N(
            'GradientBoostingRegressor(loss="absolute_error")',
            "leaves refitted to medians",
            'of(GradientBoostingRegressor(loss="absolute_error"))(y, z)',
        ),
        N("metrics.mean_absolute_error", "", "metrics.mean_absolute_error(y, z)"),
    ),
    "identity + Huber": (
        N(
            'SGDRegressor(loss="huber", epsilon=1.0)',
            "δ is called epsilon; the default is 0.1",
            'of(SGDRegressor(loss="huber", epsilon=1.0))(y, z)',
        ),
        N("HuberRegressor(epsilon=1.35)", "δ in units of a scale that is learned as well"),
        N(
            'GradientBoostingRegressor(loss="huber")',
            "δ is the quantile alpha of the absolute residuals, anew for every tree",
        ),
    ),
    "identity + quantile 0.9": (
        N("QuantileRegressor(quantile=0.9, alpha=0)", "the default alpha=1.0 is a strong penalty"),
        N(
            'HistGradientBoostingRegressor(loss="quantile", quantile=0.9)',
            "leaves refitted to quantiles",
            'of(HistGradientBoostingRegressor(loss="quantile", quantile=0.9))(y, z)',
        ),
        N(
            'GradientBoostingRegressor(loss="quantile", alpha=0.9)',
            "the quantile is called alpha",
            'of(GradientBoostingRegressor(loss="quantile", alpha=0.9))(y, z)',
        ),
        N("metrics.mean_pinball_loss(alpha=0.9)", "", "metrics.mean_pinball_loss(y, z, alpha=0.9)"),
    ),
    "non-crossing quantiles + pinball loss": (
        N("QuantileRegressor, one for each quantile", "they may cross"),
    ),
    "mean and variance + Gaussian likelihood": (
        N("GaussianProcessRegressor()", "no network: a variance from the distance to the data"),
    ),
    "identity + ε-insensitive": (
        N(
            'SGDRegressor(loss="epsilon_insensitive")',
            "epsilon=0.1",
            'of(SGDRegressor(loss="epsilon_insensitive"))(y, z)',
        ),
        N("LinearSVR(), SVR()", "summed and multiplied by C; LinearSVR has epsilon=0.0, SVR 0.1"),
    ),
    "identity + squared ε-insensitive": (
        N(
            'SGDRegressor(loss="squared_epsilon_insensitive")',
            "",
            'of(SGDRegressor(loss="squared_epsilon_insensitive"))(y, z)',
            "2",
        ),
        N(
            'LinearSVR(loss="squared_epsilon_insensitive")',
            "the whole square, summed and multiplied by C",
        ),
    ),
    "exp + half Poisson deviance": (
        N(
            "PoissonRegressor()",
            "alpha=1.0 is a penalty: 0 for none",
            "of(PoissonRegressor())(y, z)",
            up_to="y − y log y",
        ),
        N('MLPRegressor(loss="poisson")', "", 'of(MLPRegressor(loss="poisson"))(y, np.exp(z))'),
        N(
            'HistGradientBoostingRegressor(loss="poisson")',
            "",
            'of(HistGradientBoostingRegressor(loss="poisson"))(y, z)',
            up_to="y − y log y",
        ),
        N(
            "metrics.mean_poisson_deviance",
            DEVIANCE,
            "metrics.mean_poisson_deviance(y, np.exp(z))",
            "2",
        ),
    ),
    "exp + Poisson with exposure": (
        N(
            "PoissonRegressor() of k / t, sample_weight=t",
            "divides by the sum of the exposures",
            "of(PoissonRegressor())(y[:, :1] / y[:, 1:], z) * y[:, 1]",
            up_to="a term in k and t",
        ),
    ),
    "sigmoid + binomial k of n": (
        N(
            "LogisticRegression() of every row twice",
            "weights k for a yes and n − k for a no; C=1.0 is a penalty",
        ),
    ),
    "exp + half gamma deviance": (
        N(
            "GammaRegressor()",
            "alpha=1.0 is a penalty",
            "of(GammaRegressor())(y, z)",
            up_to="1 + log y",
        ),
        N(
            'HistGradientBoostingRegressor(loss="gamma")',
            "",
            'of(HistGradientBoostingRegressor(loss="gamma"))(y, z)',
            up_to="1 + log y",
        ),
        N(
            "metrics.mean_gamma_deviance",
            DEVIANCE,
            "metrics.mean_gamma_deviance(y, np.exp(z))",
            "2",
        ),
    ),
    "exp + half Tweedie deviance": (
        N(
            'TweedieRegressor(power=1.5, link="log")',
            'power=0.0 by default, with link="auto" the identity',
            'of(TweedieRegressor(power=1.5, link="log"))(y, z)',
            up_to="4 √y",
        ),
        N(
            "metrics.mean_tweedie_deviance(power=1.5)",
            DEVIANCE,
            "metrics.mean_tweedie_deviance(y, np.exp(z), power=1.5)",
            "2",
        ),
    ),
    "exp + half inverse Gaussian deviance": (
        N(
            'TweedieRegressor(power=3, link="log")',
            "",
            'of(TweedieRegressor(power=3, link="log"))(y, z)',
            up_to="−1/(2 y)",
        ),
        N(
            "metrics.mean_tweedie_deviance(power=3)",
            DEVIANCE,
            "metrics.mean_tweedie_deviance(y, np.exp(z), power=3)",
            "2",
        ),
    ),
    "identity + half squared error of log y": (
        N(
            "TransformedTargetRegressor(func=np.log, inverse_func=np.exp)",
            "predicts a median, not a mean; multiplies the loss of the regressor inside",
        ),
        N(
            "metrics.mean_squared_log_error",
            "of log(1 + y) and log(1 + prediction)",
            "metrics.mean_squared_log_error(y - 1, np.exp(z) - 1)",
            "2",
            at="np.abs(z), 1 + y",
        ),
    ),
    "sigmoid + log loss of shares": (
        N(
            "LogisticRegression() of every row twice, weighted by y and 1 - y",
            "accepts no shares itself",
        ),
    ),
    "exp + censored exponential": (
        N(
            "PoissonRegressor() of d / t, sample_weight=t",
            "",
            "of(PoissonRegressor())(y[:, 1:] / y[:, :1], z) * y[:, 0]",
            up_to="a term in t and d",
        ),
    ),
    "sigmoid + log loss": (
        N(
            "LogisticRegression()",
            "C=1.0 is a penalty: C=np.inf for none; classes in the order of their names",
        ),
        N("MLPClassifier()", "", "of(MLPClassifier())(y, expit(z))", at="z, np.round(y)"),
        N(
            'SGDClassifier(loss="log_loss")',
            'the default is loss="hinge"',
            'of(SGDClassifier(loss="log_loss"))(y, z)',
            at="z, np.round(y)",
        ),
        N(
            "HistGradientBoostingClassifier()",
            "",
            "of(HistGradientBoostingClassifier())(y, z)",
            at="z, np.round(y)",
        ),
        N(
            'GradientBoostingClassifier(loss="log_loss")',
            "",
            'of(GradientBoostingClassifier(loss="log_loss"))(y, z)',
            at="z, np.round(y)",
        ),
        N(
            "metrics.log_loss",
            "takes p",
            "metrics.log_loss(y[:, 0], expit(z[:, 0]))",
            at="z, np.round(y)",
        ),
    ),
    "sigmoid + weighted log loss (pos_weight)": (
        N("MLPClassifier() on rows repeated w times", "for it has no class_weight"),
        N(
            "LogisticRegression(class_weight={0: 1, 1: w})",
            "multiplies the sum; here and above not the mean",
        ),
    ),
    "softmax + cross-entropy": (
        N("LogisticRegression(), several classes", "C=1.0 is a penalty"),
        N("MLPClassifier(), several classes", "", "of(MLPClassifier())(y, softmax(z))", at=HARD),
        N(
            "HistGradientBoostingClassifier(), several classes",
            "",
            "of(HistGradientBoostingClassifier(), 3)(y.argmax(-1), z)",
            at=HARD,
        ),
        N(
            "metrics.log_loss, several classes",
            "takes p, a column for each class in sorted order",
            "metrics.log_loss(y.argmax(-1), softmax(z))",
            at=HARD,
        ),
    ),
    "sigmoid per label + log loss": (
        N(
            "MLPClassifier(), a column for each label",
            "the sum over labels",
            "of(MLPClassifier())(y, expit(z))",
            at="z, np.round(y)",
        ),
        N("OneVsRestClassifier(LogisticRegression())", "a model for each label"),
    ),
    "identity + hinge": (
        N(
            'SGDClassifier(loss="hinge")',
            "its default; no probabilities",
            'of(SGDClassifier(loss="hinge"))(y, z)',
        ),
        N('LinearSVC(loss="hinge")', "summed and multiplied by C"),
        N("SVC()", "summed and multiplied by C"),
        N(
            "metrics.hinge_loss",
            "takes the score",
            "metrics.hinge_loss(y[:, 0], z[:, 0])",
            at="z[:, :1], y[:, :1]",
        ),
    ),
    "identity + squared hinge": (
        N('LinearSVC(loss="squared_hinge")', "its default; summed and multiplied by C"),
        N(
            'SGDClassifier(loss="squared_hinge")',
            "",
            'of(SGDClassifier(loss="squared_hinge"))(y, z)',
        ),
    ),
    "identity + modified Huber": (
        N(
            'SGDClassifier(loss="modified_huber")',
            "predict_proba clips (z + 1)/2",
            'of(SGDClassifier(loss="modified_huber"))(y, z)',
        ),
    ),
    "identity + exponential loss": (
        N(
            'GradientBoostingClassifier(loss="exponential")',
            "labels 0 and 1; the probability is sigmoid(2 z)",
            'of(GradientBoostingClassifier(loss="exponential"))((y + 1) / 2, z)',
        ),
    ),
    "identity + Crammer–Singer hinge": (
        N(
            'LinearSVC(multi_class="crammer_singer")',
            "summed and multiplied by C; loss= is ignored",
        ),
        N(
            "metrics.hinge_loss, several classes",
            "takes the scores",
            "metrics.hinge_loss(y.argmax(-1), z, labels=range(3))",
        ),
    ),
    "": (
        N(
            'SGDClassifier(loss="perceptron")',
            "a hinge without a margin: [formula](/book/further.ipynb#margins)",
        ),
        N("metrics.brier_score_loss", "squared error of a probability: see the laws of mismatch"),
        N("metrics.mean_absolute_percentage_error", "elicits a weighted median that lies too low"),
    ),
}
