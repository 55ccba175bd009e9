"""Numbers that are known more or less well: a whole distribution as the prediction."""

from .. import losses
from . import omitted
from .entry import Entry

ENTRIES = (
    Entry(
        "mean and variance + CRPS of a Gaussian",
        losses.gaussian_crps,
        "any real number, known more or less well",
        r"two scores: $m$ and $\log v$",
        "CRPS, the squared distance of two distribution functions",
        r"-\text{erf}(w/\sqrt{2}), \; \sigma (n(w) - 1/(2\sqrt{\pi}))",
        "the Gaussian nearest in CRPS",
        "none: three lines of code",
        "none: three lines of code",
        "none: three lines of code",
        "none",
        "made: noise that grows",
        page="uncertain",
        when="as the likelihood, in the unit of the target, and mild with outliers",
        asked="a number and how sure it is, scored in its own unit",
        bias=r"$m$ and $\log v$, nearly",
        first_loss=r"$\sqrt{v/\pi}$ for normal targets",
        shown="card",
        height="loss",
        predicts="mean, variance",
    ),
    *(
        Entry(
            f"mixture of {k} Gaussians + likelihood",
            losses.mixture_of_gaussians(k),
            "any real number, of which several values are likely",
            rf"{3 * k} scores: logits of $\pi_k$, means $m_k$, $\log \sigma_k$",
            "−log density of the mixture (may be negative, without a lower bound)",
            r"\pi_k - \gamma_k, \; \gamma_k (m_k - y)/\sigma_k^2, \; "
            r"\gamma_k (1 - (y - m_k)^2/\sigma_k^2)",
            "the mixture nearest in likelihood",
            "`distributions.MixtureSameFamily`",
            "none: five lines of code",
            "none: five lines of code",
            "none: Gaussian mixtures of inputs and target together",
            "made: y to x of a sine",
            page="uncertain",
            when=f"up to {k} answers fit one input, and their mean is none of them",
            asked="a number with several likely values",
            bias="logits 0, means apart, a common log σ",
            first_loss="what that mixture costs",
            shown="card" if k == 3 else "table",
            height="likelihood",
            omitted=omitted.gaussian,
            omitted_tex=r"\tfrac12 \log 2\pi",
            predicts="shares, means, standard deviations",
        )
        for k in (2, 3)
    ),
    Entry(
        "skew-normal likelihood",
        losses.skew_normal,
        "any real number, with a longer tail on one side",
        r"three scores: $\xi$, $\log \omega$ and the slant $\alpha$",
        "−log of the skew-normal density (may be negative)",
        r"-(w - \alpha h)/\omega, \; 1 - w (w - \alpha h), \; -w h",
        "the skew-normal nearest in likelihood",
        dataset="made: noise that leans",
        page="uncertain",
        when="errors lean to one side, and how far is wanted",
        asked="a number whose errors lean to one side",
        bias="mean, log of the standard deviation, 1 or −1 by the sign of the skewness; then a solve",
        first_loss=r"at most $(1 + \log v)/2$, after the solve",
        height="likelihood",
        omitted=omitted.gaussian,
        omitted_tex=r"\tfrac12 \log 2\pi",
        predicts="location, scale, slant",
    ),
)
