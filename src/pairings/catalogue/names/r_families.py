"""The families of brms and gamlss, read in their sources. Every parameter has a link of its own."""

from .name import Name

N = Name

BRMS = {
    "identity + half squared error": (
        N("gaussian(), sigma constant", "one σ is learned beside it"),
    ),
    "mean and variance + Gaussian likelihood": (
        N("gaussian(), sigma ~ x", "σ by a log link: a standard deviation, no variance"),
    ),
    "identity + quantile 0.9": (
        N("asym_laplace(), quantile = 0.9", "fix the quantile, or it is learned too"),
    ),
    "location and scale + Student-t likelihood": (
        N("student()", "nu is learned by a logm1 link, where the row has 4"),
    ),
    "skew-normal likelihood": (N("skew_normal()", "parameters mu, sigma, alpha"),),
    "exp + half Poisson deviance": (
        N("poisson()", 'link = "log"; also identity, sqrt, softplus, squareplus'),
    ),
    "exp + Poisson with exposure": (N("poisson(), y | rate(t)", "multiplies the mean by t"),),
    "sigmoid + binomial k of n": (N("binomial(), k | trials(n)", 'link = "logit"'),),
    "exp + geometric": (N("geometric()", 'link = "log"'),),
    "mean and dispersion + negative binomial": (
        N("negbinomial()", "shape is 1/α"),
        N("negbinomial2()", "sigma = 1/shape is α"),
    ),
    "rate and extra zeros + zero-inflated Poisson": (
        N("zero_inflated_poisson()", "zi is the chance of an extra zero; its link is the logit"),
    ),
    "rate and zeros + hurdle Poisson": (N("hurdle_poisson()", "hu is the chance of a zero"),),
    "mean, dispersion, extra zeros + zero-inflated negative binomial": (
        N("zero_inflated_negbinomial()", "shape is 1/α"),
    ),
    "exp + half gamma deviance": (
        N(
            'Gamma(link = "log")',
            "R's own Gamma has the inverse link by default; a shape is learned too",
        ),
    ),
    "exp + half inverse Gaussian deviance": (
        N('inverse.gaussian(link = "log")', "the default link is 1/mu^2"),
    ),
    "median and spread + log-normal": (N("lognormal()", "mu is the mean of log y"),),
    "scale and shape + Weibull": (N("weibull()", "mu is the mean, not the scale"),),
    "mean, shape, zeros + hurdle gamma": (N("hurdle_gamma()", "hu is the chance of a zero"),),
    "beta likelihood": (N("Beta()", "mean mu and precision phi, 0 and 1 excluded; a capital B"),),
    "zero-and-one-inflated beta likelihood": (
        N("zero_one_inflated_beta()", "zoi: 0 or 1 at all; coi: 1, given that"),
    ),
    "Dirichlet likelihood": (
        N("dirichlet2()", "a log link for each concentration"),
        N("dirichlet()", "softmax of the scores times a precision phi"),
    ),
    "softmax + half multinomial deviance": (N("multinomial(), y | trials(n)"),),
    "beta-binomial likelihood": (N("beta_binomial(), k | trials(n)", "mean mu and precision phi"),),
    "exp + censored exponential": (
        N("exponential(), t | cens(c)", "c says which times are censored, 1 − d here"),
    ),
    "scale and shape + censored Weibull": (
        N("weibull(), t | cens(c)", "mu is the mean, not the scale"),
    ),
    "median and scale + log-normal accelerated failure time": (N("lognormal(), t | cens(c)"),),
    "location and scale + Tobit (censored normal)": (N("gaussian(), y | cens(c)"),),
    "softmax over those at risk + Cox partial likelihood": (
        N("cox()", "not the partial likelihood: it has a baseline hazard of splines"),
    ),
    "sigmoid + log loss": (
        N("bernoulli()", 'link = "logit"'),
        N('binomial(link = "logit")', "one try each"),
    ),
    "normal cdf (probit) + log loss": (
        N('bernoulli(link = "probit")', "also probit_approx"),
        N('family=binomial(link="probit")', "as in R's glm"),
    ),
    "cloglog + log loss": (
        N('bernoulli(link = "cloglog")'),
        N('family=binomial(link="cloglog")', "as in R's glm"),
    ),
    "cauchit + log loss": (
        N('bernoulli(link = "cauchit")'),
        N('family=binomial(link="cauchit")', "as in R's glm"),
    ),
    "softmax + cross-entropy": (N("categorical()", "the first class has the score 0"),),
    "thresholds + proportional odds": (
        N("cumulative()", "score = threshold − η: a larger η, a higher class"),
    ),
    "thresholds + ordered probit": (N('cumulative(link = "probit")'),),
    "thresholds + ordered cloglog (proportional hazards)": (N('cumulative(link = "cloglog")'),),
    "thresholds + adjacent category": (N("acat()"),),
    "thresholds + continuation ratio": (
        N("cratio()", "the chance to go on"),
        N("sratio()", "the chance to stop: the same with a logit link"),
    ),
    "tan-half link + von Mises": (N("von_mises()", "angles from −π to π; concentration kappa"),),
    "": (
        N('bernoulli(link = "softit")', "a further link; see the chapter on margins and links"),
        N(
            "com_poisson(), discrete_weibull()",
            "[further counts](/book/further.ipynb#counts)",
        ),
        N(
            "hurdle_negbinomial(), zero_inflated_binomial(), zero_inflated_beta_binomial()",
            "further zeros in counts",
        ),
        N(
            "hurdle_lognormal(), zero_inflated_beta(), zero_inflated_asym_laplace()",
            "further zeros in numbers: [hurdle log-normal](/book/further.ipynb#hurdle-log-normal)",
        ),
        N("frechet(), gen_extreme_value()", "[extremes](/book/further.ipynb#extremes)"),
        N(
            "exgaussian(), shifted_lognormal(), wiener()",
            "reaction times: [shifted log-normal](/book/further.ipynb#shifted-log-normal)",
        ),
        N(
            "logistic_normal()",
            "shares with covariances: [logistic-normal](/book/further.ipynb#logistic-normal)",
        ),
    ),
}

GAMLSS = {
    "mean and variance + Gaussian likelihood": (
        N("NO()", "σ by a log link: a standard deviation"),
    ),
    "location and scale + Student-t likelihood": (
        N("TF()", "nu, the degrees of freedom, is learned by a log link"),
    ),
    "location and scale + logistic likelihood": (N("LO()"),),
    "skew-normal likelihood": (N("SN1()", "links identity, log, identity"),),
    "exp + half Poisson deviance": (N("PO()"),),
    "sigmoid + binomial k of n": (N("BI()", "two columns, yes and no"),),
    "sigmoid + log loss": (N("BI(), one column of 0 and 1"),),
    "exp + geometric": (N("GEOM()"),),
    "mean and dispersion + negative binomial": (
        N("NBI()", "σ is the dispersion α: variance μ + σ μ²"),
    ),
    "rate and extra zeros + zero-inflated Poisson": (
        N("ZIP()", "σ is the chance of an extra zero"),
    ),
    "rate and zeros + hurdle Poisson": (N("ZAP()", "zero adjusted; σ is the chance of a zero"),),
    "mean, dispersion, extra zeros + zero-inflated negative binomial": (N("ZINBI()"),),
    "exp + half gamma deviance": (N("GA()", "σ² = 1/shape is learned too"),),
    "exp + half inverse Gaussian deviance": (N("IG()", "log link by default; variance σ² μ³"),),
    "median and spread + log-normal": (
        N("LOGNO()", "μ is the mean of log y; LOGNO2 has the median"),
    ),
    "scale and shape + Weibull": (
        N("WEI()", "μ is the scale, σ the shape; in WEI3 μ is the mean"),
    ),
    "mean, shape, zeros + hurdle gamma": (N("ZAGA()", "ν is the chance of a zero, σ² = 1/shape"),),
    "beta likelihood": (
        N("BE()", "σ in (0, 1) by a logit link, no precision: the larger the wider"),
    ),
    "zero-and-one-inflated beta likelihood": (
        N("BEINF()", "ν and τ are the chances of 0 and of 1 over the chance of neither"),
    ),
    "logit-normal likelihood": (N("LOGITNO()", "μ in (0, 1), the median"),),
    "beta-binomial likelihood": (N("BB()", "σ is 1/precision; two columns, yes and no"),),
    "": (
        N("NBII()", "a negative binomial whose variance is a multiple of the mean, (1 + σ) μ"),
        N("EXP()", "exponential: the gamma deviance"),
        N("BEZI(), BEOI(), BEINF0(), BEINF1()", "shares with zeros or ones alone"),
        N("ZANBI(), ZABB(), ZABI(), ZAIG(), ZIBI(), ZIP2()", "further zeros"),
        N(
            "PIG(), SICHEL(), DEL(), DPO(), GPO(), WARING(), YULE()",
            "[further counts](/book/further.ipynb#counts)",
        ),
        N(
            "JSU(), SHASH(), exGAUS(), BCCG(), BCT(), BCPE(), SEP1() to SEP4(), ST1() to ST5()",
            "skewed or with other tails: [Box–Cox](/book/further.ipynb#boxcox)",
        ),
        N(
            "GU(), RG(), RGE(), GG(), GIG(), GB1(), GB2(), PARETO2(), IGAMMA(), PE()",
            "further densities, some in [extremes](/book/further.ipynb#extremes)",
        ),
    ),
}
