// The package's formulas of one score, once more in JavaScript: for figures that move without a server.
//
// Names and algebra are those of src/pairings/activations and src/pairings/losses, where each formula is
// derived and cited; here they take numbers, not arrays. tests/book/test_explorer.py compares every one of
// them with the package. An activation has
//   value(z) = a(z), vjp(z, g) = a′(z) g, and where it is the slope of a convex potential Φ
//   potential(z) = Φ(z), excess(z, y) = Φ(z) − yz + Φ*(y), residual(z, y) = a(z) − y, without cancellation.
// A loss has value(p, y) = L and gradient(p, y) = ∂L/∂p.
// One function makes them all, so that a worker can be given its text.

function makePairings() {
  "use strict";
  const { PI, LN2, abs, atan, atan2, cos, exp, expm1, fround, hypot, log, log1p, max, min, pow, sign, sin, sinh, sqrt, tanh } = Math;
  const MAX = Number.MAX_VALUE;

  // --- what is left when leading terms cancel (stable.py) ---------------------------------------------

  const times = (weight, x) => (weight === 0 ? 0 : weight * x); // 0 · ∞ = 0
  const halfSquare = (r, half = 2) => r * (r / half);
  const logOnePlusExp = x => max(x, 0) + log1p(exp(-abs(x)));
  const sides = (z, y) => [max(z, 0), max(-z, 0), max(y, 0), max(-y, 0)];
  const clip = (x, low, high) => min(max(x, low), high);
  const xlogy = (weight, x) => (weight === 0 && !Number.isNaN(x) ? 0 : weight * log(x));
  const xlog1py = (weight, x) => (weight === 0 && !Number.isNaN(x) ? 0 : weight * log1p(x));
  const per = (weight, p) => (weight === 0 && !Number.isNaN(p) ? 0 : weight / (p + 0));

  function series(coefficients, x) {
    return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
  }

  const factorial = n => (n < 2 ? 1 : n * factorial(n - 1));
  const GAP = Array.from({ length: 18 }, (_, k) => 1 / factorial(k + 2));
  const ATANH = Array.from({ length: 17 }, (_, k) => 1 / (2 * k + 3));
  const SIN = Array.from({ length: 10 }, (_, k) => (k % 2 ? -1 : 1) / factorial(2 * k + 3));
  const BERNOULLI = [1, -1 / 2, 1 / 6, 0, -1 / 30, 0, 1 / 42, 0, -1 / 30, 0, 5 / 66, 0, -691 / 2730, 0,
    7 / 6, 0, -3617 / 510, 0, 43867 / 798, 0, -174611 / 330, 0, 854513 / 138];
  const DEBYE = BERNOULLI.map((b, k) => b / (factorial(k) * (k + 1)));

  // e^u − 1 − u, u − log(1 + u), u − sin u
  const expGap = u => (abs(u) < 1 ? u * u * series(GAP, u) : expm1(u) - u);
  function logGap(u) {
    const x = u / (2 + u);
    if (abs(u) < 0.5) return x * u - 2 * x * x * x * series(ATANH, x * x);
    return u === Infinity ? u : u - log1p(u);
  }
  const sinGap = u => (abs(u) < 1 ? u * u * u * series(SIN, u * u) : u - sin(u));

  // E(z, w) = e^z − w − w (z − log w)
  function expExcess(z, w, logW = log(w)) {
    if (w < 0) return Infinity;
    const u = w > 0 ? z - logW : Infinity;
    if (u <= 1) return w * expGap(u);
    const h = exp(z / 2), v = min(u, 800);
    return h * (1 - (1 + v) * exp(-v)) * h;
  }

  // Li₂(1 − e^−s) for s ≥ 0
  function dilogarithm(s) {
    if (s < 1) return s * series(DEBYE, s);
    const v = exp(-s);
    let sum = 0;
    for (let k = 40; k > 0; k--) sum = sum * v + 1 / (k * k);
    return PI * PI / 6 + times(log1p(-v), s) - v * sum;
  }

  // The nodes and weights of Gauss and Legendre on (−1, 1).
  function legendre(n) {
    return Array.from({ length: n }, (_, i) => {
      let x = cos(PI * (n - i - 0.25) / (n + 0.5)), slope;
      for (let turn = 0; turn < 6; turn++) {
        let [before, here] = [1, x];
        for (let k = 2; k <= n; k++) [before, here] = [here, ((2 * k - 1) * x * here - (k - 1) * before) / k];
        slope = n * (x * here - before) / (x * x - 1);
        x -= here / slope;
      }
      return [x, 2 / ((1 - x * x) * slope * slope)];
    });
  }
  const NODES = legendre(8);
  const integral = (f, width) => NODES.reduce((sum, [x, w]) => sum + w * f(width * (x / 2 + 0.5)), 0) * width / 2;

  // --- the normal distribution ------------------------------------------------------------------------

  const density = z => exp(-z * z / 2) / sqrt(2 * PI);

  // N(−x) / n(x) for x ≥ 0: a series without cancellation near 0, a continued fraction beyond.
  function mills(x) {
    if (x < 3) {
      let term = x, sum = x;
      for (let k = 3; term > sum * 1e-18; k += 2) sum += term *= x * x / k;
      return sqrt(PI / 2) * exp(x * x / 2) - sum;
    }
    let tail = x;
    for (let k = 80; k > 0; k--) tail = x + k / tail;
    return 1 / tail;
  }
  function normalCdf(z) {
    const tail = abs(z) > 40 ? 0 : density(z) * mills(abs(z));
    return z > 0 ? 1 - tail : Number.isNaN(z) ? z : tail;
  }
  // N(q) = y for 0 < y ≤ 1/2, by Newton's steps on log N, which is concave.
  function normalScore(y) {
    let q = y > 0.1 ? -1.3 : -sqrt(-2 * log(y));
    for (let turn = 0; turn < 9; turn++) q -= mills(-min(q, 0)) * log(normalCdf(min(q, 0)) / y);
    return y === 0.5 ? 0 : q;
  }

  // --- activations on the line and the half line ------------------------------------------------------

  const identity = {
    value: z => z,
    vjp: (z, g) => g,
    potential: z => z * z / 2,
    excess: (z, y) => halfSquare(z - y),
    residual: (z, y) => z - y,
  };

  const SLOPE = 0.01;
  const leaky_relu = {
    value: z => (z > 0 ? z : SLOPE * z),
    vjp: (z, g) => (z > 0 ? g : SLOPE * g),
    potential: z => (z > 0 ? z : SLOPE * z) * z / 2,
    excess(z, y) {
      const [up, down, high, low] = sides(z, y);
      return halfSquare(up - high) + halfSquare(SLOPE * down - low, 2 * SLOPE) + times(low, up) + times(high, down);
    },
    residual: (z, y) => leaky_relu.value(z) - y,
  };

  const relu = {
    value: z => max(z, 0),
    vjp: (z, g) => (z <= 0 ? 0 : g), // a closed gate stops even an infinite gradient
    potential: z => max(z, 0) ** 2 / 2,
    excess: (z, y) => (y < 0 ? Infinity : halfSquare(max(z, 0) - y) + times(y, max(-z, 0))),
    residual: (z, y) => max(z, 0) - y,
  };

  const softplus = {
    value: logOnePlusExp,
    vjp: (z, g) => sigmoid.value(z) * g,
    potential(z) {
      const p = logOnePlusExp(z);
      return p * p / 2 + dilogarithm(p);
    },
    excess(z, y) {
      if (y < 0) return Infinity;
      const p = logOnePlusExp(z), lost = -expm1(-y);
      const logLost = y < 0.7 ? log(lost) : log1p(-exp(-y));
      const d = z - (y + logLost);
      if (abs(d) < 1) return integral(v => log1p(lost * expm1(v)), d);
      if (p === Infinity) return Infinity;
      const drop = times(y, -logOnePlusExp(-z) - logLost);
      return halfSquare(p - y) + (dilogarithm(p) - dilogarithm(y)) - drop;
    },
    residual: (z, y) => logOnePlusExp(z) - y,
  };

  const exponential = {
    value: exp,
    vjp: (z, g) => exp(z) * g,
    potential: exp,
    excess: (z, y) => expExcess(z, y),
    residual: (z, y) => exp(z) - y,
  };

  // a = s z above 0, c (e^z − 1) below
  function elu(depth, slope) {
    return {
      value: z => (z > 0 ? slope * z : depth * expm1(z)),
      vjp: (z, g) => (z > 0 ? slope * g : depth * exp(z) * g),
      potential: z => (z > 0 ? slope * z * z / 2 : depth * expGap(z)),
      excess(z, y) {
        const [up, down, high, low] = sides(z, y), left = (depth - low) / depth;
        const logLeft = left < 0.5 ? log(left) : log1p(-low / depth);
        return halfSquare(slope * up - high, 2 * slope) + times(low, up) + times(high, down)
          + depth * expExcess(-down, left, logLeft);
      },
      residual(z, y) {
        if (z > 0) return slope * z - y;
        return y < -depth / 2 ? depth * exp(z) - (y + depth) : depth * expm1(z) - y;
      },
    };
  }
  const SELU_SCALE = 1.0507009873554805, SELU_ALPHA = 1.6732632423543772;

  // --- activations between two ends -------------------------------------------------------------------

  // a(z) − y = (1 − y) − a(−z), from the end that is nearer to y.
  function fromTheNearerEdge(cdf, z, y) {
    const side = y <= 0.5 ? 1 : -1;
    return side * (cdf(side * z) - min(y, 1 - y));
  }

  const sigmoid = {
    value: z => 1 / (1 + exp(-z)),
    vjp: (z, g) => sigmoid.value(z) * sigmoid.value(-z) * g,
    potential: logOnePlusExp,
    excess(z, y) {
      if (y === 0 || y === 1) return logOnePlusExp((1 - 2 * y) * z);
      return expExcess(-logOnePlusExp(-z), y) + expExcess(-logOnePlusExp(z), 1 - y, log1p(-y));
    },
    residual: (z, y) => fromTheNearerEdge(sigmoid.value, z, y),
  };

  const normal_cdf = {
    value: normalCdf,
    vjp: (z, g) => density(z) * g,
    potential(z) {
      const x = abs(z);
      return max(z, 0) + density(x) * (1 - x * mills(x));
    },
    excess(z, y) {
      if (y < 0 || y > 1) return Infinity;
      if (y > 0.5) [z, y] = [-z, 1 - y];
      const x = min(abs(z), 100), tail = density(x) * (1 - x * mills(x));
      const q = y > 0 ? normalScore(y) : 0, h = y > 0 ? 1 / mills(-q) : 0, d = z - q;
      if (y > 0 && abs(d) * (1 + abs(q)) < 1) return y * h * integral(v => (d - v) * exp(-v * (q + v / 2)), d);
      return tail + (z > 0 ? (1 - y) * z - y * h : times(y, -z - h));
    },
    residual: (z, y) => fromTheNearerEdge(normalCdf, z, y),
  };

  // unit · ∫ (arctan x − y) dx from tan y to z, with turn = arctan z − y
  function angleExcess(z, turn, logCos, unit = 1) {
    if (abs(z) === Infinity) return Infinity;
    const versine = 2 * sin(turn / 2) ** 2, m = z * sin(turn) - versine;
    if (m > -0.5) return unit * logGap(m) + unit * versine + unit * z * sinGap(turn);
    return unit * z * turn - unit * (logCos + log(hypot(1, z)));
  }

  const cauchit = {
    value: z => atan2(1, -z) / PI,
    vjp: (z, g) => g / (PI * (1 + z * z)),
    potential: z => z * cauchit.value(z) - log(hypot(1, z)) / PI,
    excess(z, y) {
      if (!(y > 0 && y < 1)) return Infinity;
      if (y > 0.5) [z, y] = [-z, 1 - y];
      return angleExcess(z, atan2(1, -z) - PI * y, log(sin(PI * y)), 1 / PI);
    },
    residual: (z, y) => fromTheNearerEdge(cauchit.value, z, y),
  };

  // The mean of a continuous Bernoulli: Bernoulli's numbers near 0, where 1/(1 − e^−z) − 1/z cancels.
  const zetaEven = k => Array.from({ length: 60 }, (_, n) => pow(60 - n, -2 * k)).reduce((sum, term) => sum + term, 0);
  const MEAN = Array.from({ length: 19 }, (_, i) => i + 1).map(k =>
    (k % 2 ? 2 : -2) * (k < 4 ? [PI ** 2 / 6, PI ** 4 / 90, PI ** 6 / 945][k - 1] : zetaEven(k)) / pow(2 * PI, 2 * k));
  const VARIANCE = MEAN.map((b, k) => (2 * k + 1) * b), LOG_SINHC = MEAN.map((b, k) => b / (2 * k + 2));

  const meanBelow = x => (x < 2 ? 0.5 - x * series(MEAN, x * x) : 1 / x - 1 / expm1(x)); // at the score −x
  const spread = x => (x < 2 ? series(VARIANCE, x * x) : 1 / x / x - exp(-x) / expm1(-x) ** 2);
  const potentialBelow = x => (x < 2 ? x * x * series(LOG_SINHC, x * x) - x / 2 : log1p(-exp(-x)) - log(x));
  const conjugateBelow = (y, x) => (x < 2 ? x * (0.5 - y - x * series(LOG_SINHC, x * x))
    : y < 0.01 ? -1 - log(y) : -x * y - potentialBelow(x));
  // The x ≥ 0 whose mean at −x is y ≤ 1/2: Newton on 1/mean; below 1/100 it is 1/y to the last digit.
  function sizeOfScore(y) {
    if (y < 0.01) return 1 / max(y, 2.2250738585072014e-308);
    let x = max(12 * (0.5 - y), 1 / y - 3);
    for (let turn = 0; turn < 6; turn++) {
      const mean = meanBelow(x), gap = x < 2 ? 0.5 - y - x * series(MEAN, x * x) : mean - y;
      x = max(x + gap * mean / (y * spread(x)), 0);
    }
    return x;
  }
  const continuous_bernoulli = {
    value: z => (z > 0 ? 1 - meanBelow(z) : meanBelow(abs(z))),
    vjp: (z, g) => spread(abs(z)) * g,
    potential: z => max(z, 0) + potentialBelow(abs(z)),
    excess(z, y) {
      if (!(y > 0 && y < 1) || abs(z) === Infinity) return Infinity;
      if (y > 0.5) [z, y] = [-z, 1 - y];
      const x = sizeOfScore(y), d = z + x, size = abs(z);
      if (abs(d) < 0.75 + x / 4 && x < 80) return integral(v => (d - v) * spread(abs(v - x)), d);
      if (!(x > 1 && z < -0.5)) return (z > 0 ? (1 - y) * z : y * size) + potentialBelow(size) + conjugateBelow(y, x);
      const r = -d / x, ratio = r > -0.5 ? logGap(r) : r - log(size / x);
      return ratio + log1p(-exp(-size)) - log1p(-exp(-x)) + (x < 80 ? d / expm1(x) : 0);
    },
    residual: (z, y) => fromTheNearerEdge(continuous_bernoulli.value, z, y),
  };

  function logOnePlusTanh(z) {
    const below = min(z, 0) * 2;
    return z > -0.5 ? log1p(tanh(z)) : LN2 + below - log1p(exp(below));
  }
  const tanhOutput = {
    value: tanh,
    vjp: (z, g) => {
      const e = exp(-2 * abs(z));
      return 4 * e / ((1 + e) * (1 + e)) * g;
    },
    potential(z) {
      const size = abs(z);
      return size < 1 ? log1p(2 * sinh(size / 2) ** 2) : size + log1p(exp(-2 * size)) - LN2;
    },
    excess(z, y) {
      if (abs(y) === 1) return logOnePlusExp(-2 * y * z);
      if (abs(z) > MAX / 4) return abs(z) * (1 - y * sign(z));
      return (expExcess(logOnePlusTanh(z), 1 + y, log1p(y)) + expExcess(logOnePlusTanh(-z), 1 - y, log1p(-y))) / 2;
    },
    residual(z, y) {
      const side = sign(y);
      return abs(y) > 0.5 ? side * (1 - abs(y) - 2 / (1 + exp(2 * side * z))) : tanh(z) - y;
    },
  };

  const QUARTER_LOST = 6.123233995736766e-17; // π/2 less its nearest double
  const arctan = {
    value: atan,
    vjp: (z, g) => g / (1 + z * z),
    potential: z => z * atan(z) - log1p(min(z * z, MAX)) / 2,
    excess: (z, y) => (abs(y) < PI / 2 ? angleExcess(z, arctan.residual(z, y), log(cos(y))) : Infinity),
    residual(z, y) {
      const side = sign(y);
      return abs(y) > 1 ? side * (PI / 2 - abs(y) + QUARTER_LOST - atan2(1, side * z)) : atan(z) - y;
    },
  };

  const softsign = {
    value: z => z / (1 + abs(z)),
    vjp: (z, g) => g / (1 + abs(z)) ** 2,
    potential: z => logGap(abs(z)),
    excess(z, y) {
      const size = abs(z), depth = abs(y), m = size * (1 - depth) - depth;
      if (!(depth < 1)) return Infinity;
      if (z * sign(y) < 0) return logGap(size) + logGap(-depth) + times(depth, size);
      return m > -0.5 ? logGap(m) : m - (log1p(size) + log1p(-depth));
    },
    residual(z, y) {
      const side = sign(z), size = 1 + abs(z);
      return size === Infinity ? side - y : z / size * (1 - y * side) - y / size;
    },
  };

  // The identity, cut off at two ends.
  function clipped(low, high) {
    const cut = z => clip(z, low, high);
    return {
      value: cut,
      vjp: (z, g) => (z <= low || z >= high ? 0 : g),
      potential: z => cut(z) * (z - cut(z) / 2),
      excess(z, y) {
        const r = cut(z) - y;
        return y < low || y > high ? Infinity : times(r, r / 2 + (z - cut(z)));
      },
      residual: (z, y) => cut(z) - y,
    };
  }

  // --- activations that turn: no convex potential -----------------------------------------------------

  const gelu = {
    value: z => z * normalCdf(z),
    vjp: (z, g) => (normalCdf(z) + z * density(z)) * g,
  };
  const silu = {
    value: z => z * sigmoid.value(z),
    vjp: (z, g) => sigmoid.value(z) * (1 + z * sigmoid.value(-z)) * g,
  };
  const mish = {
    value: z => z * tanh(logOnePlusExp(z)),
    vjp(z, g) {
      const t = tanh(logOnePlusExp(z));
      return (t + z * sigmoid.value(z) * (1 - t) * (1 + t)) * g;
    },
  };
  const hard_swish = {
    value: z => z * (clip(z + 3, 0, 6) / 6),
    vjp: (z, g) => (z <= -3 ? 0 : z < 3 ? (2 * z + 3) / 6 * g : g),
  };

  // --- losses -----------------------------------------------------------------------------------------

  const losses = {
    squared_error: {
      value: (p, y) => (p - y) ** 2 / 2,
      gradient: (p, y) => p - y,
    },
    absolute_error: {
      value: (p, y) => abs(p - y),
      gradient: (p, y) => sign(p - y),
    },
    huber: {
      value(p, y) {
        const c = clip(p - y, -1, 1);
        return c * (p - y - c / 2);
      },
      gradient: (p, y) => clip(p - y, -1, 1),
    },
    log_cosh: {
      value: (p, y) => tanhOutput.potential(p - y),
      gradient: (p, y) => tanh(p - y),
    },
    pinball: {
      value: (p, y) => max(0.5 * (y - p), 0.5 * (p - y)),
      gradient: (p, y) => sign(p - y) * 0.5,
    },
    poisson: {
      value: (p, y) => xlogy(y, y) - xlogy(y, p) + (p - y),
      gradient: (p, y) => (y === 0 && !Number.isNaN(p) ? 1 : 1 - y / (p + 0)),
    },
    gamma: {
      value: (p, y) => log(p / y) + (y / p - 1),
      gradient: (p, y) => (p - y) / p / p,
    },
    // Of variance ~ mean^1.5: 2 √p (1 − √(y/p))²
    tweedie: {
      value(p, y) {
        if (!(p > 0)) return p < 0 || Number.isNaN(p) ? NaN : y > 0 ? Infinity : 0;
        const w = abs(p - y) <= y / 2 ? (p - y) / (p + sqrt(p) * sqrt(y)) : 1 - sqrt(y / p);
        return y < 0 ? Infinity : w * sqrt(p) * 2 * w;
      },
      gradient: (p, y) => (p - y) / p * pow(p, -0.5),
    },
    log_loss: {
      value: (p, y) => -(xlogy(y, p) + xlog1py(1 - y, -p)),
      gradient: (p, y) => per(1 - y, 1 - p) - per(y, p),
    },
    hinge: {
      value: (p, y) => max(1 - y * p, 0),
      gradient: (p, y) => (Number.isNaN(p) ? p : y * p < 1 ? -y : 0),
    },
  };

  const activations = {
    identity, leaky_relu, relu, softplus, exp: exponential,
    elu: elu(1, 1), celu: elu(1, 1), selu: elu(SELU_SCALE * SELU_ALPHA, SELU_SCALE),
    sigmoid, normal_cdf, cauchit, continuous_bernoulli, tanh: tanhOutput, arctan, softsign,
    hard_sigmoid: clipped(0, 1), hard_tanh: clipped(-1, 1), relu6: clipped(0, 6),
    gelu, silu, mish, hard_swish,
  };

  // --- pairs ------------------------------------------------------------------------------------------

  // The chain rule, and nothing else.
  function compose(a, loss) {
    return {
      value: (z, y) => loss.value(a.value(z), y) + 0,
      gradient: (z, y) => a.vjp(z, loss.gradient(a.value(z), y)),
    };
  }
  // Exact, with the gradient prediction − target; none for an activation without a potential.
  const matching = a => (a.excess ? { value: a.excess, gradient: a.residual } : undefined);

  // --- shorter numbers --------------------------------------------------------------------------------

  // To the nearest number of 11 binary digits, as float16 holds it; ties to even.
  function half(x) {
    const size = abs(x);
    if (!(size < 65520)) return size >= 65520 ? sign(x) * Infinity : x;
    let unit = 2 ** -24;
    while (size >= unit * 2048) unit *= 2;
    const shift = 1.5 * 2 ** 52;
    return sign(x) * (size / unit + shift - shift) * unit;
  }
  const formats = { 64: x => x, 32: fround, 16: half };

  // What a program in this format meets: the score, the target, the prediction and the result are
  // rounded. (Steps in between are not: the prediction loses more than all of them.)
  function composeIn(format, a, loss) {
    const round = formats[format];
    const p = z => round(a.value(round(z)));
    return {
      value: (z, y) => round(loss.value(p(z), round(y)) + 0),
      gradient: (z, y) => round(a.vjp(round(z), round(loss.gradient(p(z), round(y))))),
    };
  }
  function matchingIn(format, a) {
    const round = formats[format];
    return {
      value: (z, y) => round(a.excess(round(z), round(y))),
      gradient: (z, y) => round(a.residual(round(z), round(y))),
    };
  }

  return { activations, losses, compose, matching, composeIn, matchingIn, formats };
}

if (typeof module !== "undefined") module.exports = { makePairings };
