"""The names of gluonts, LossFunctions.jl and GPyTorch, read in their sources."""

from .name import Name

N = Name
SOFTPLUS = "softplus, where the row has exp"

GLUONTS = {
    "mean and variance + Gaussian likelihood": (
        N("NormalOutput()", "scale: softplus of a score, a standard deviation"),
    ),
    "location and scale + Laplace likelihood": (
        N("LaplaceOutput()", "scale: softplus of a score"),
    ),
    "location and scale + Student-t likelihood": (
        N("StudentTOutput()", "2 + softplus for the degrees of freedom"),
    ),
    "non-crossing quantiles + pinball loss": (
        N(
            "QuantileOutput(quantiles)",
            "twice the pinball loss, the mean over quantiles; they may cross",
        ),
    ),
    "mixture of 3 Gaussians + likelihood": (N("mx MixtureDistributionOutput"),),
    "exp + half Poisson deviance": (N("PoissonOutput()", SOFTPLUS),),
    "mean and dispersion + negative binomial": (
        N("NegativeBinomialOutput()", "total_count by softplus, and logits, which are no log mean"),
    ),
    "rate and extra zeros + zero-inflated Poisson": (N("mx ZeroInflatedPoissonOutput"),),
    "exp + half gamma deviance": (
        N("GammaOutput()", "a concentration and a rate, both by softplus"),
    ),
    "exp + half Tweedie deviance": (
        N("TweedieOutput()", "learns dispersion and power too; an approximate density"),
    ),
    "beta likelihood": (N("BetaOutput()", "two concentrations by softplus, no mean"),),
    "zero-and-one-inflated beta likelihood": (N("mx ZeroAndOneInflatedBetaOutput"),),
    "logit-normal likelihood": (N("mx LogitNormalOutput"),),
    "Dirichlet likelihood": (N("mx DirichletOutput"),),
    "softmax + cross-entropy": (N("mx CategoricalOutput"),),
    "softmax over bins + histogram loss (HL-Gauss)": (
        N(
            "BinnedUniformsOutput",
            "a density, constant in each bin: a hard label where HL-Gauss has a soft one",
        ),
    ),
    "": (
        N(
            "TruncatedNormalOutput, GeneralizedParetoOutput, SplicedBinnedParetoOutput",
            "[truncated normal](/book/further.ipynb#truncated-normal), "
            "[generalised Pareto](/book/further.ipynb#generalised-pareto), and one of bins and tails",
        ),
        N(
            "PiecewiseLinearOutput, ISQFOutput, ImplicitQuantileNetworkOutput",
            "quantile functions as splines or networks, [named only](/book/further.ipynb#named-only)",
        ),
        N(
            "mx DirichletMultinomialOutput, MultivariateGaussianOutput",
            "[Dirichlet-multinomial](/book/further.ipynb#dirichlet-multinomial), "
            "[multivariate normal](/book/further.ipynb#multivariate-normal)",
        ),
    ),
}

LOSSFUNCTIONS = {
    "identity + half squared error": (N("L2DistLoss()", "the whole square"),),
    "identity + absolute error": (N("L1DistLoss()"),),
    "identity + Huber": (N("HuberLoss(d)", "d = 1 by default"),),
    "identity + quantile 0.9": (N("QuantileLoss(0.9)"),),
    "identity + log-cosh": (N("LogCoshLoss()"),),
    "identity + ε-insensitive": (N("L1EpsilonInsLoss(0.1)", "also EpsilonInsLoss"),),
    "identity + squared ε-insensitive": (N("L2EpsilonInsLoss(0.1)", "the whole square"),),
    "location and scale + logistic likelihood": (
        N("LogitDistLoss()", "scale 1, and 0 at the best; of a regression, in spite of its name"),
    ),
    "unit vector + cosine": (
        N("PeriodicLoss(2π)", "of an angle as one score; the circumference is 1 by default"),
    ),
    "exp + half Poisson deviance": (N("PoissonLoss()", "takes the log rate; lacks the term in y"),),
    "sigmoid + log loss": (
        N(
            "LogitMarginLoss()",
            "labels −1 and 1; the log loss that is looked for under its own name",
        ),
        N("CrossEntropyLoss()", "takes p, of one sigmoid"),
    ),
    "sigmoid + weighted log loss (pos_weight)": (
        N("WeightedMarginLoss(LogitMarginLoss(), w)", "w for a yes, 1 − w for a no"),
    ),
    "identity + hinge": (N("L1HingeLoss()", "also HingeLoss"),),
    "identity + squared hinge": (N("L2HingeLoss()", "as in the row, no half"),),
    "identity + modified Huber": (N("ModifiedHuberLoss()"),),
    "identity + exponential loss": (N("ExpLoss()"),),
    "": (
        N("LPDistLoss(p)", "|residual|^p: [formula](/book/further.ipynb#lq)"),
        N(
            "PerceptronLoss(), SmoothedL1HingeLoss(γ), L2MarginLoss(), DWDMarginLoss(q)",
            "further convex losses of a margin: [formulas](/book/further.ipynb#margins)",
        ),
        N(
            "SigmoidLoss()",
            "1 − tanh of the margin, not convex: [formula](/book/further.ipynb#margins)",
        ),
        N("ZeroOneLoss(), MisclassLoss()", "counts of mistakes: no gradient"),
    ),
}

GPYTORCH = {
    "identity + half squared error": (N("GaussianLikelihood()", "one noise is learned beside it"),),
    "mean and variance + Gaussian likelihood": (
        N("FixedNoiseGaussianLikelihood(noise)", "variances that are known"),
    ),
    "location and scale + Student-t likelihood": (
        N("StudentTLikelihood()", "one noise and one number of degrees of freedom above 2"),
    ),
    "location and scale + Laplace likelihood": (
        N("LaplaceLikelihood()", "scale is the root of its noise"),
    ),
    "exp + half Poisson deviance": (N("PoissonLikelihood()", SOFTPLUS),),
    "mean and dispersion + negative binomial": (
        N("NegativeBinomialLikelihood()", "mean by softplus; one probability is learned"),
    ),
    "beta likelihood": (
        N("BetaLikelihood()", "adds 1 to both concentrations, so its mean is not sigmoid(z)"),
    ),
    "normal cdf (probit) + log loss": (
        N("BernoulliLikelihood()", "probit, not logit; labels 0 and 1"),
    ),
    "softmax + cross-entropy": (
        N("SoftmaxLikelihood()", "mixes the scores by learned weights unless mixing_weights=False"),
    ),
    "thresholds + ordered probit": (
        N("OrdinalLikelihood(bin_edges)", "thresholds are given, a scale is learned"),
    ),
    "": (
        N(
            "MultitaskGaussianLikelihood()",
            "several targets with a covariance: see the "
            "[multivariate normal](/book/further.ipynb#multivariate-normal)",
        ),
    ),
}
