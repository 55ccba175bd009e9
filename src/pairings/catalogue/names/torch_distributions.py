"""PyTorch's densities: minus their log_prob is a loss, a number for each target."""

from .name import Name

N = Name
D = "distributions."

NAMES = {
    "mean and variance + Gaussian likelihood": (
        N(
            D + "Normal(loc, scale)",
            "scale is the standard deviation",
            "-D.Normal(z[:, :1], (z[:, 1:] / 2).exp()).log_prob(y)",
            up_to="½ log 2π",
        ),
    ),
    "identity + Student-t": (
        N(
            D + "StudentT(4.0, loc)",
            "",
            "-D.StudentT(4.0, z).log_prob(y)",
            up_to="log 8/3",
        ),
    ),
    "location and scale + Student-t likelihood": (
        N(
            D + "StudentT(df, loc, scale)",
            "scale is no standard deviation",
            "-D.StudentT(4.0, z[:, :1], z[:, 1:].exp()).log_prob(y)",
            up_to="log 8/3",
        ),
    ),
    "identity + Cauchy": (
        N(
            D + "Cauchy(loc, 1.0)",
            "",
            "-D.Cauchy(z, 1.0).log_prob(y)",
            up_to="log π",
        ),
    ),
    "location and scale + Laplace likelihood": (
        N(
            D + "Laplace(loc, scale)",
            "scale is the mean distance from the median",
            "-D.Laplace(z[:, :1], z[:, 1:].exp()).log_prob(y)",
            up_to="log 2",
        ),
    ),
    **{
        f"mixture of {k} Gaussians + likelihood": (
            N(
                D + f"MixtureSameFamily(Categorical, Normal), {k} parts",
                "",
                "-D.MixtureSameFamily(D.Categorical(logits=z[:, ::3]), "
                "D.Normal(z[:, 1::3], z[:, 2::3].exp())).log_prob(y[:, 0])",
                up_to="½ log 2π",
            ),
        )
        for k in (2, 3)
    },
    "exp + half Poisson deviance": (
        N(
            D + "Poisson(rate)",
            "takes the rate e^z",
            "-D.Poisson(z.exp()).log_prob(y)",
            up_to="log y! − y log y + y",
            at="z, np.floor(y)",
        ),
    ),
    "sigmoid + binomial k of n": (
        N(
            D + "Binomial(n, logits=z)",
            "the second argument by position is a probability",
            "-D.Binomial(y[:, 1:], logits=z).log_prob(y[:, :1])",
            up_to="−log P(k) at k/n",
        ),
    ),
    "exp + negative binomial": (
        N(
            D + "NegativeBinomial(1/α, logits=z + log α)",
            "logits are no log mean",
            "-D.NegativeBinomial(2.0, logits=z - math.log(2)).log_prob(y)",
            up_to="−log P(y) at the mean y",
        ),
    ),
    "exp + geometric": (
        N(
            D + "Geometric(logits=-z)",
            "p is the chance to stop, 1/(1 + mean); counts from 0",
            "-D.Geometric(logits=-z).log_prob(y)",
            up_to="−log P(y) at the mean y",
        ),
    ),
    "mean and dispersion + negative binomial": (
        N(
            D + "NegativeBinomial(total_count, logits)",
            "total_count = 1/α, logits = log(α · mean)",
            "-D.NegativeBinomial((-z[:, 1:]).exp(), logits=z[:, :1] + z[:, 1:]).log_prob(y)",
            up_to="log y! − y log y + y",
        ),
    ),
    "exp + half gamma deviance": (
        N(
            D + "Gamma(k, rate)",
            "rate = k/mean; its shape k multiplies the deviance",
            "-D.Gamma(1.0, (-z).exp()).log_prob(y)",
            up_to="log y + 1",
        ),
        N(
            D + "Exponential(rate)",
            "rate = 1/mean",
            "-D.Exponential((-z).exp()).log_prob(y)",
            up_to="log y + 1",
        ),
    ),
    "median and spread + log-normal": (
        N(
            D + "LogNormal(loc, scale)",
            "loc and scale are those of log y",
            "-D.LogNormal(z[:, :1], z[:, 1:].exp()).log_prob(y)",
            up_to="log y + ½ log 2π",
        ),
    ),
    "scale and shape + Weibull": (
        N(
            D + "Weibull(scale, concentration)",
            "concentration is the shape",
            "-D.Weibull(z[:, :1].exp(), z[:, 1:].exp()).log_prob(y)",
            up_to="log y",
        ),
    ),
    "continuous Bernoulli likelihood": (
        N(
            D + "ContinuousBernoulli(logits=z)",
            "its mean is not sigmoid(z)",
            "-D.ContinuousBernoulli(logits=z).log_prob(y)",
        ),
    ),
    "continuous Bernoulli + its matching loss": (
        N(
            D + "ContinuousBernoulli(logits=z), less its value at the mean y",
            "",
            "-D.ContinuousBernoulli(logits=z).log_prob(y)",
            up_to="−Φ*(y)",
        ),
    ),
    "beta likelihood": (
        N(
            D + "Beta(m * phi, (1 - m) * phi)",
            "two concentrations, no mean and precision",
            "-D.Beta(z[:, :1].sigmoid() * z[:, 1:].exp(), "
            "(-z[:, :1]).sigmoid() * z[:, 1:].exp()).log_prob(y)",
        ),
    ),
    "logit-normal likelihood": (
        N(
            D + "TransformedDistribution(Normal, SigmoidTransform)",
            "",
            "-D.TransformedDistribution(D.Normal(z[:, :1], (z[:, 1:] / 2).exp()), "
            "D.SigmoidTransform()).log_prob(y)",
            up_to="½ log 2π + log y (1 − y)",
        ),
    ),
    "Dirichlet likelihood": (
        N(
            D + "Dirichlet(concentration)",
            "",
            "-D.Dirichlet(z.exp()).log_prob(y)",
        ),
    ),
    "softmax + half multinomial deviance": (
        N(
            D + "Multinomial(n, logits=z)",
            "one n for a whole batch",
            "-D.Multinomial(99, logits=z, validate_args=False).log_prob(y)",
            up_to="−log P(y) at y/n",
        ),
    ),
    "sigmoid + log loss": (
        N(
            D + "Bernoulli(logits=z)",
            "",
            "-D.Bernoulli(logits=z).log_prob(y)",
            at="z, np.round(y)",
        ),
    ),
    "softmax + cross-entropy": (
        N(
            D + "Categorical(logits=z)",
            "the first argument by position is p",
            "-D.Categorical(logits=z).log_prob(y.argmax(-1))",
            at="z, np.eye(3)[y.argmax(-1)]",
        ),
    ),
    "two linear scores + von Mises": (
        N(
            D + "VonMises(loc, concentration)",
            "an angle and a concentration",
            "-D.VonMises(torch.atan2(z[:, 1:], z[:, :1]), z.norm(dim=-1, keepdim=True)).log_prob(y)",
            up_to="log 2π",
        ),
    ),
    "tan-half link + von Mises": (
        N(
            D + "VonMises(2 * atan(z), concentration)",
            "",
            "-D.VonMises(2 * z[:, :1].atan(), z[:, 1:].exp()).log_prob(y)",
            up_to="log 2π",
        ),
    ),
    "": (
        N(
            D + "HalfNormal, HalfCauchy, Gumbel, Pareto, GeneralizedPareto, Kumaraswamy",
            "further densities, some in [extremes](/book/further.ipynb#extremes)",
        ),
        N(
            D + "MultivariateNormal, LowRankMultivariateNormal, LogisticNormal",
            "[vectors with covariances](/book/further.ipynb#several-numbers)",
        ),
    ),
}
