// The figure that moves: two pairs of output and loss on one score axis. What stands in the form is the
// state; the address repeats it, so that a link leads to a setting. Formulas: pairings.js. Controls, and
// the words for outputs, losses and their targets: book/_ext/explorer.py.

function startExplorer(root) {
  "use strict";
  const P = makePairings(), form = root.querySelector("form"), field = name => form.elements[name];
  const find = (selector, from = form) => from.querySelector(selector);
  const records = JSON.parse(find(".explorer-records", root).textContent);
  const SIDES = ["left", "right"], start = JSON.parse(form.dataset.start);
  const REACH = 900; // scores beyond are not looked for
  const DEFAULT = {
    left: start.pairs.left.join("."), right: start.pairs.right.join("."), z: start.z, y: start.y,
    axis: "score", width: "8", format: "64", same: true, gap: false, rate: 0, steps: 0, question: null,
  };
  let state = { ...DEFAULT }, notes = [];

  // --- words --------------------------------------------------------------------------------------------

  function said(x, digits = 4) {
    if (Number.isNaN(x)) return "not a number";
    if (!Number.isFinite(x)) return x < 0 ? "−∞" : "∞";
    const size = Math.abs(x);
    const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? x.toExponential(digits - 2) : String(Number(x.toPrecision(digits)));
    return text.replace(/-/g, "−").replace("e+", "e");
  }
  const list = words => words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
  const escaped = text => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);

  function contains(domain, y) {
    if (domain.members.length) return domain.members.includes(y);
    const { low, high, closed } = domain;
    const above = low === null || (closed === "both" || closed === "left" ? y >= low : y > low);
    const below = high === null || (closed === "both" || closed === "right" ? y <= high : y < high);
    return Number.isFinite(y) && above && below && (!domain.whole || Number.isInteger(y));
  }

  // --- a pair, and what is to be said of it ----------------------------------------------------------------

  // value and gradient in the chosen format; `best`: the same as exactly as is known, to compare with.
  function pairOf(name, format = state.format) {
    const [key, cost] = name.split(".");
    const a = P.activations[key], output = records.activations[key], loss = P.losses[cost];
    const pair = { key, cost, a, name: `${output.name} + ${cost === "matching" ? "its matching loss" : records.losses[cost].name}` };
    if (cost === "matching") {
      if (!a.excess) return { ...pair, targets: output.range, none: `${pair.name}: there is none. ${output.reason}.` };
      return { ...pair, ...P.matchingIn(format, a), best: P.matching(a), targets: output.range, matched: true };
    }
    const { targets, predictions } = records.losses[cost], matched = output.match === cost;
    const exact = { value: (z, y) => a.excess(z, y) + loss.value(y, y), gradient: a.residual };
    return { ...pair, ...P.composeIn(format, a, loss), best: matched ? exact : P.compose(a, loss), targets, predictions, matched, composed: true };
  }

  function objection(pair, y) {
    if (pair.none) return pair.none;
    if (contains(pair.targets, y)) return "";
    return `No loss here: the target ${said(y)} is not in ${pair.targets.name}.${pair.targets.note ?? ""}`;
  }

  function word(pair) {
    const p = pair.a.value(state.z);
    if (pair.predictions && !contains(pair.predictions, p))
      return `The prediction ${said(p)} leaves ${pair.predictions.name}, for which this loss is made: what is drawn there means nothing.`;
    const factor = pair.gradient(state.z, state.y) / (p - state.y);
    if (!pair.matched) return `Not matched: the gradient is prediction − target${Number.isFinite(factor) ? `, times ${said(factor, 3)} at this score` : " times a factor"}.`;
    if (!pair.composed) return "Matched: the gradient is prediction − target. The loss is the shaded area.";
    return "Matched, but computed by the chain rule, from the rounded prediction.";
  }

  // The score where a(z) = y, for a matched pair; at an end of the range an infinite one.
  function touch(pair, y) {
    const r = pair.a.residual;
    let [low, high] = [-REACH, REACH];
    if (!(r(low, y) < 0)) return -Infinity;
    if (!(r(high, y) > 0)) return Infinity;
    for (let turn = 0; turn < 60; turn++) {
      const middle = (low + high) / 2;
      if (r(middle, y) < 0) low = middle; else high = middle;
    }
    return high;
  }

  function descend(pair, z, y, steps) {
    const way = [z], rate = 10 ** state.rate;
    for (let n = 0; n < steps; n++) way.push(way[n] - rate * pair.gradient(way[n], y));
    return way;
  }

  // --- pictures: text of SVG, drawn anew for each move ------------------------------------------------------

  const ROW = { height: 132, gap: 26 }, LEFT = 46, RIGHT = 12;
  const round = x => Math.round(x * 10) / 10;

  function scores(width) {
    const n = 240, seen = Array.from({ length: n + 1 }, (_, i) => width * (2 * i / n - 1));
    if (width > 8) for (let i = -120; i <= 120; i++) seen.push(i / 8);
    return seen.concat(0, -1, 1).sort((a, b) => a - b);
  }

  // From the numbers seen, those far out left aside, with 0 or another `base` among them.
  function limits(values, base, share = 0.9) {
    const known = values.filter(Number.isFinite).sort((a, b) => a - b);
    const at = part => known[Math.round(part * (known.length - 1))] ?? 0;
    const [low, high] = [Math.min(at(1 - share), base), Math.max(at(share), base)];
    const room = (high - low || 1) * 0.1;
    return [low - room, high + room];
  }

  function ticks([low, high], most) {
    const raw = (high - low) / most, unit = 10 ** Math.floor(Math.log10(raw));
    const step = unit * [1, 2, 5, 10].find(k => unit * k >= raw);
    const found = [];
    for (let k = Math.ceil(low / step); k * step <= high; k++) found.push(Number((k * step).toPrecision(12)));
    return found;
  }

  function panel(top, height, width, xs, ys, title) {
    const X = v => LEFT + (v - xs[0]) / (xs[1] - xs[0]) * (width - LEFT - RIGHT);
    const raw = v => top + height - (v - ys[0]) / (ys[1] - ys[0]) * height;
    const Y = v => Math.min(Math.max(raw(v), top - 1e3), top + height + 1e3);
    const id = `ex-${title.id}`;
    const path = points => {
      let text = "", open = false;
      for (const [u, v] of points) {
        if (Number.isFinite(u) && Number.isFinite(v)) text += `${open ? "L" : "M"}${round(X(u))} ${round(Y(v))}`;
        open = Number.isFinite(u) && Number.isFinite(v);
      }
      return text;
    };
    const grid = (title.bare ? [] : ticks(ys, 4)).map(v => `<line class="ex-grid" x1="${LEFT}" x2="${width - RIGHT}" y1="${round(raw(v))}" y2="${round(raw(v))}"/>
<text class="ex-tick" x="${LEFT - 6}" y="${round(raw(v) + 4)}" text-anchor="end">${said(v)}</text>`).join("");
    return {
      X, Y, path, top, height, value: part => ys[0] + (1 - part) * (ys[1] - ys[0]),
      frame: `<clipPath id="${id}"><rect x="${LEFT}" y="${top}" width="${width - LEFT - RIGHT}" height="${height}"/></clipPath>${grid}
<text class="ex-title" x="${LEFT}" y="${top - 8}">${title.text}</text>`,
      number: `<text class="ex-number" x="${width - RIGHT}" y="${top - 8}" text-anchor="end">${title.number ?? ""}</text>`,
      inside: content => `<g clip-path="url(#${id})">${content}</g>`,
      curve: (points, name) => `<path class="${name}" d="${path(points)}"/>`,
      area: (points, base) => points.length ? `<path class="ex-area" d="${path(points)}${path([...points].reverse().map(([u]) => [u, base(u)])).replace("M", "L")}Z"/>` : "",
      bar: (u, from, to) => `<line class="ex-bar" x1="${round(X(u))}" x2="${round(X(u))}" y1="${round(Y(from))}" y2="${round(Y(to))}"/>`,
      level: v => `<line class="ex-level" x1="${LEFT}" x2="${width - RIGHT}" y1="${round(Y(v))}" y2="${round(Y(v))}"/>`,
      upright: (u, name) => `<line class="${name}" x1="${round(X(u))}" x2="${round(X(u))}" y1="${top}" y2="${top + height}"/>`,
      // A dot off the scale is drawn as an arrow at the edge.
      dot(u, v, name) {
        if (Number.isNaN(v) || Number.isNaN(u)) return "";
        const at = raw(v), x0 = round(X(u));
        if (at < top - 1) return `<path class="${name}" d="M${x0 - 6} ${top + 11}h12l-6 -9Z"/>`;
        if (at > top + height + 1) return `<path class="${name}" d="M${x0 - 6} ${top + height - 11}h12l-6 9Z"/>`;
        return `<circle class="${name}" cx="${x0}" cy="${round(at)}" r="5.5"/>`;
      },
    };
  }

  // What is drawn of a pair: its curves over all scores. A score that moves changes none of them.
  const known = new Map();
  function sampled(pair) {
    const key = [pair.key, pair.cost, state.y, state.width, state.format, state.question?.veiled].join();
    if (!known.has(key)) {
      if (known.size > 60) known.clear();
      known.set(key, curves(pair));
    }
    return known.get(key);
  }
  function curves(pair) {
    const zs = scores(Number(state.width)), y = state.y, off = objection(pair, y) || state.question?.veiled;
    const each = f => off ? [] : zs.map(z => f(z, y)), value = each(pair.value ?? (() => NaN));
    return {
      zs, off, p: zs.map(pair.a.value), slope: zs.map(z => pair.a.vjp(z, 1)), value,
      lowest: value.reduce((m, v, i) => v < value[m] || Number.isNaN(value[m]) ? i : m, 0),
      gradient: each(pair.gradient ?? (() => NaN)),
      best: each(pair.best?.value ?? (() => NaN)), bestGradient: each(pair.best?.gradient ?? (() => NaN)),
    };
  }

  function scales(samples) {
    const all = name => samples.flatMap(s => s[name]);
    const width = Number(state.width), capped = v => Math.min(Math.max(v, -width), width);
    const reach = all("p").filter(Number.isFinite).map(capped).concat(state.y);
    const [low, high] = [Math.min(...reach), Math.max(...reach)], room = (high - low) * 0.08;
    const byPrediction = s => s.gradient.map((g, i) => g / s.slope[i]);
    const wide = found => [Math.min(...found.map(ends => ends[0])), Math.max(...found.map(ends => ends[1]))];
    return {
      p: [low - room, high + room],
      slope: limits(all("slope"), 0, 1),
      value: wide(samples.map(s => limits(s.best, 0, 0.86))),
      gradient: wide(samples.map(s => limits(state.axis === "prediction" ? byPrediction(s) : s.bestGradient, 0, state.axis === "prediction" ? 0.75 : 0.93))),
    };
  }

  // Three layers: areas, curves, and what moves before them. A layer that stays is not written again.
  function layer(svg, name, text) {
    const place = find(`[data-layer=${name}]`, svg);
    if (place.text !== text) place.innerHTML = place.text = text;
  }

  function picture(svg, pair, sample, scale, width) {
    const { z, y } = state, across = state.axis === "score", gap = state.gap && pair.matched && across && !sample.off;
    const rows = gap ? 4 : 3, top = i => 22 + i * (ROW.height + ROW.gap);
    const height = top(rows - 1) + ROW.height + 40, xs = across ? [-state.width, Number(state.width)] : scale.p;
    const place = i => across ? sample.zs[i] : sample.p[i], points = values => values.map((v, i) => [place(i), v]);
    const byAxis = values => across ? values : values.map((g, i) => g / sample.slope[i]);
    const here = { p: pair.a.value(z), slope: pair.a.vjp(z, 1), value: NaN, gradient: NaN };
    if (!sample.off) Object.assign(here, { value: pair.value(z, y), gradient: pair.gradient(z, y) });
    if (!across) here.gradient /= here.slope;
    const x = across ? z : here.p, side = svg.closest("[data-side]").dataset.side;
    const it = letter => `<tspan class="ex-it">${letter}</tspan>`;
    const row = (i, id, text, number, ys) =>
      panel(top(i), ROW.height, width, xs, ys, { id: `${side}-${id}`, text, number: said(number), bare: sample.off && id !== "p" });
    const layers = { under: [], still: [], over: [] };
    const put = (part, under, still, over) => {
      layers.under.push(part.inside(under));
      layers.still.push(part.frame, part.inside(still));
      layers.over.push(sample.off && part !== first ? "" : part.number, part.inside(over));
    };
    const rounding = (pair.composed && pair.matched) || state.format !== "64";
    const level = part => across ? "" : part.upright(y, "ex-level");
    const now = (part, v) => sample.off ? "" : part.upright(x, "ex-here") + part.dot(x, v, "ex-dot");

    // Between the target's score and this one: the area between output and target, for a matched pair.
    const first = across
      ? row(0, "p", `prediction ${it("p")} and target ${it("y")}`, here.p, scale.p)
      : row(0, "p", `slope of the output, d${it("p")}/d${it("z")}`, here.slope, scale.slope);
    const t = pair.matched && !sample.off ? touch(pair, y) : NaN, ends = [z, t].sort((a, b) => a - b);
    const between = (values, [from, to], ...more) => points(values).filter((_, i) => sample.zs[i] > from && sample.zs[i] < to)
      .concat(more.filter(([u, v]) => Number.isFinite(u) && Number.isFinite(v))).sort((a, b) => a[0] - b[0]);
    put(first,
      across && !Number.isNaN(t) ? first.area(between(sample.p, ends, [z, here.p], [t, y]), () => y) : "",
      first.curve(points(across ? sample.p : sample.slope), "ex-curve") + (across ? first.level(y) : level(first)),
      first.upright(x, "ex-here") + (across && Number.isFinite(t) ? first.dot(t, y, "ex-touch") : "")
        + first.dot(x, across ? here.p : here.slope, "ex-dot")
        + (across ? `<circle class="ex-grip" cx="${width - RIGHT - 9}" cy="${round(first.Y(y))}" r="7"/>` : ""));

    const second = row(1, "value", `loss ${it("L")}`, here.value, scale.value);
    const trail = state.steps && across && !sample.off ? descend(pair, z, y, Math.min(state.steps, 300)).slice(1) : [];
    put(second, sample.off ? "" : second.bar(x, 0, here.value),
      (rounding ? second.curve(points(sample.best), "ex-best") : "") + second.curve(points(sample.value), "ex-curve") + level(second),
      trail.map(u => second.dot(u, pair.value(u, y), "ex-trail")).join("") + now(second, here.value));

    // The area under the gradient, from the lowest point of the loss in sight.
    const third = row(2, "gradient", `gradient ∂${it("L")}/∂${it(across ? "z" : "p")}`, here.gradient, scale.gradient);
    const gradients = byAxis(sample.gradient), lowest = sample.zs[sample.lowest];
    put(third, sample.off ? "" : third.area(between(gradients, [z, lowest].sort((a, b) => a - b), [x, here.gradient], [place(sample.lowest), gradients[sample.lowest]]), () => 0),
      (sample.off ? "" : `<line class="ex-zero" x1="${LEFT}" x2="${width - RIGHT}" y1="${round(third.Y(0))}" y2="${round(third.Y(0))}"/>`)
        + (rounding ? third.curve(points(byAxis(sample.bestGradient)), "ex-best") : "") + third.curve(points(gradients), "ex-curve") + level(third),
      now(third, here.gradient));

    if (gap) {
      const at = Number.isFinite(t) ? t : z, base = pair.a.potential(at), curve = sample.zs.map(pair.a.potential);
      const line = u => base + y * (u - at), above = pair.a.potential(z);
      const fourth = row(3, "gap", `potential ${it("Φ")} over its line of slope ${it("y")}`, above - line(z), limits(curve, 0, 0.9));
      put(fourth, fourth.bar(z, line(z), above),
        fourth.curve(points(curve), "ex-curve"),
        fourth.curve(sample.zs.map(u => [u, line(u)]), "ex-level") + (Number.isFinite(t) ? fourth.dot(t, base, "ex-touch") : "") + now(fourth, above));
    }

    const foot = top(rows - 1) + ROW.height, middle = (LEFT + width - RIGHT) / 2;
    for (const v of ticks(xs, width < 420 ? 4 : 8))
      layers.still.push(`<text class="ex-tick" x="${round(first.X(v))}" y="${foot + 16}" text-anchor="middle">${said(v)}</text>`);
    layers.still.push(`<text class="ex-axis" x="${middle}" y="${foot + 34}" text-anchor="middle">${across ? `score ${it("z")}` : `prediction ${it("p")}`}</text>`);
    if (sample.off) for (const part of [second, third])
      layers.still.push(`<text class="ex-veil" x="${middle}" y="${part.top + part.height / 2}" text-anchor="middle">${state.question?.veiled ? "predict first" : pair.none ? "no such loss" : "no loss for this target"}</text>`);
    if (svg.scale?.width !== width || svg.scale?.height !== height) {
      svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
      svg.style.height = `${height}px`;
    }
    for (const [name, parts] of Object.entries(layers)) layer(svg, name, parts.join(""));
    svg.scale = { first, second, third, xs, width, height, sample };
  }

  function path(svg, ways, width) {
    const steps = Math.max(20, state.steps);
    const ys = limits(ways.flat().concat(state.z - 1, state.z + 1), state.z, 1);
    const chart = panel(22, ROW.height, width, [0, steps * 1.02], ys, { id: "path", text: "score after each step", number: "" });
    const way = (points, name) => points.length > 1 ? chart.curve(points.map((v, n) => [n, v]), `ex-curve ${name}`) : "";
    const ends = ways.map((points, i) => chart.dot(points.length - 1, points.at(-1) ?? NaN, `ex-dot ex-${SIDES[i]}`));
    const feet = ticks([0, steps], 6).map(v => `<text class="ex-tick" x="${round(chart.X(v))}" y="${22 + ROW.height + 16}" text-anchor="middle">${v}</text>`);
    svg.setAttribute("viewBox", `0 0 ${width} ${ROW.height + 44}`);
    const text = chart.frame + chart.inside(way(ways[0], "ex-left") + way(ways[1], "ex-right") + ends.join("")) + feet.join("");
    if (svg.text !== text) svg.innerHTML = svg.text = text;
  }

  // --- one look -------------------------------------------------------------------------------------------

  let waiting = 0, asked = 0;

  function draw() {
    waiting = 0;
    const begun = performance.now(), wide = svg => Math.max(svg.clientWidth || 480, 240);
    const widths = SIDES.map(side => wide(find(`[data-side=${side}] svg`))), below = wide(find(".explorer-path"));
    const pairs = SIDES.map(side => pairOf(state[side])), samples = pairs.map(sampled);
    const shared = scales(samples.some(s => !s.off) ? samples.filter(s => !s.off) : samples);
    const everywhere = scales(samples);
    SIDES.forEach((side, i) => {
      const box = find(`[data-side=${side}]`);
      const scale = state.same ? { ...shared, p: everywhere.p, slope: everywhere.slope } : scales([samples[i]]);
      picture(find(".explorer-picture", box), pairs[i], samples[i], scale, widths[i]);
      const off = objection(pairs[i], state.y);
      find(".explorer-word", box).textContent = state.question?.veiled ? "Predict first; then the picture comes." : off || word(pairs[i]);
      find(".explorer-word", box).classList.toggle("explorer-off", Boolean(off));
    });
    const ways = pairs.map((pair, i) => samples[i].off ? [] : descend(pair, state.z, state.y, state.steps));
    path(find(".explorer-path"), ways, below);
    field("z-said").value = said(state.z);
    field("y-said").value = said(state.y);
    field("rate-said").value = said(10 ** state.rate, 3);
    if (find(".explorer-twin").open) twin(pairs, samples);
    frames.push(performance.now() - begun);
    clearTimeout(asked);
    asked = setTimeout(() => { asked = 0; tell(pairs, samples, ways); }, 160);
  }
  root.settled = () => !waiting && !asked; // for the test in the browser
  const frames = []; // how long each drawing took, for the test in the browser
  root.frames = frames;
  const redraw = () => { waiting ||= requestAnimationFrame(draw); };

  function sentence(pair, sample) {
    if (sample.off) return `${pair.name}: ${objection(pair, state.y) || "predict first."}`;
    const value = pair.value(state.z, state.y), best = pair.best.value(state.z, state.y);
    let text = `${pair.name}: prediction ${said(pair.a.value(state.z))}, loss ${said(value)}, gradient ${said(pair.gradient(state.z, state.y))}.`;
    const error = Math.abs(value - best) / Math.abs(best);
    if (value !== best && !(error < { 64: 1e-12, 32: 1e-6, 16: 2e-3 }[state.format])) {
      const digits = error < 1 ? Math.floor(-Math.log10(error)) : 0;
      text += ` The loss should be ${said(best, 6)}: ${["no digit", "one digit"][digits] ?? `${digits} digits`} of float${state.format} right.`;
    }
    return text;
  }

  // What the picture shows, in words; the address, too.
  function tell(pairs, samples, ways) {
    const words = pairs.map((pair, i) => sentence(pair, samples[i]));
    find(".explorer-said").textContent = `Score ${said(state.z)}, target ${said(state.y)}. ${words.join(" ")}`;
    SIDES.forEach((side, i) => find(`[data-side=${side}] svg`).setAttribute("aria-label", `Output, loss and gradient over the ${state.axis}. ${words[i]}`));
    const went = ways.map((way, i) => way.length ? `${pairs[i].name}: from ${said(way[0])} to ${said(way.at(-1))}.` : "");
    find(".explorer-path").setAttribute("aria-label", `The score against the step. ${went.join(" ")}`);
    find(".explorer-went").textContent = state.steps ? `After ${state.steps} steps. ${went.join(" ")}` : "";
    find(".explorer-note").textContent = notes.join(" ");
    const now = address();
    if (find(".explorer-quiz").open || now === location.pathname + location.search + location.hash) return;
    try {
      history.replaceState(null, "", now);
    } catch { /* a page that is opened in a frame may have no address of its own */ }
  }

  function twin(pairs, samples) {
    const width = Number(state.width), rows = [...new Set(Array.from({ length: 17 }, (_, i) => width * (i / 8 - 1)).concat(state.z))];
    const heads = SIDES.flatMap(side => ["prediction", "loss", "gradient"].map(what => `<th scope="col"><p>${what}, ${side}</p></th>`));
    const cells = z => pairs.flatMap((pair, i) => [pair.a.value(z), ...samples[i].off ? ["", ""] : [pair.value(z, state.y), pair.gradient(z, state.y)]]);
    find(".explorer-twin table").innerHTML = `<caption>Target ${said(state.y)}. Left: ${escaped(pairs[0].name)}. Right: ${escaped(pairs[1].name)}.</caption>
<thead><tr><th scope="col"><p>score</p></th>${heads.join("")}</tr></thead><tbody>${rows.sort((a, b) => a - b).map(z =>
    `<tr${z === state.z ? ' aria-current="true"' : ""}><th scope="row">${said(z)}</th>${cells(z).map(v => `<td>${v === "" ? "" : said(v)}</td>`).join("")}</tr>`).join("")}</tbody>`;
  }

  // --- state, form and address ----------------------------------------------------------------------------

  const KEPT = ["left", "right", "y", "z", "axis", "width", "format", "same", "gap", "rate", "steps"];

  function address() {
    const query = new URLSearchParams();
    for (const key of KEPT) if (state[key] !== DEFAULT[key]) query.set(key, typeof state[key] === "boolean" ? Number(state[key]) : state[key]);
    const text = query.toString();
    return `${location.pathname}${text && `?${text}`}${location.hash}`;
  }

  // A setting from text, and what is wrong with it; what cannot be read stays as it is at the start.
  function read(query) {
    const found = { ...DEFAULT }, wrong = [];
    const number = (low, high) => text => text.trim() && Number(text) >= low && Number(text) <= high ? Number(text) : undefined;
    const oneOf = name => text => [...field(name).options].some(o => o.value === text) ? text : undefined;
    const pair = text => {
      const [a, cost, more] = text.split(".");
      return Object.hasOwn(records.activations, a) && (cost === "matching" || Object.hasOwn(records.losses, cost ?? "")) && more === undefined ? text : undefined;
    };
    const flag = text => ({ 0: false, 1: true })[text];
    const steps = text => /^\d{1,4}$/.test(text) ? Number(text) : undefined;
    const readers = { left: pair, right: pair, y: number(-1e3, 1e3), z: number(-REACH, REACH), axis: oneOf("axis"), width: oneOf("width"),
      format: oneOf("format"), same: flag, gap: flag, rate: number(-2, 2), steps };
    for (const [key, text] of new URLSearchParams(query)) {
      if (key === "framework") continue; // the choice of a framework, for the whole book
      const value = Object.hasOwn(readers, key) ? readers[key](text) : undefined;
      if (value === undefined) wrong.push(Object.hasOwn(readers, key) ? `${key}=${text}` : key);
      else found[key] = value;
    }
    if (Math.abs(found.z) > found.width) found.width = [4, 8, 40, 800].find(w => Math.abs(found.z) <= w)?.toString() ?? "800";
    return [found, wrong.length ? [`The address has something that is not known here (${list(wrong.map(w => w.slice(0, 40)))}); for it the figure takes what it starts with.`] : []];
  }

  function fill() {
    for (const side of SIDES) [field(`${side}-activation`).value, field(`${side}-loss`).value] = state[side].split(".");
    for (const key of ["axis", "width", "format"]) field(key).value = state[key];
    for (const key of ["same", "gap"]) field(key).checked = state[key];
    stretch();
    field("rate").value = state.rate;
  }

  // The sliders reach as far as the axis and a little beyond the targets of both pairs.
  function stretch() {
    const ends = SIDES.map(side => records.activations[state[side].split(".")[0]].range).flatMap(({ low, high }) => {
      const bounded = low !== null && high !== null, room = bounded ? (high - low) / 4 : 1;
      return [low === null ? -4 : low - room, high === null ? 6 : high + room];
    });
    const [low, high] = [Math.min(...ends, state.y), Math.max(...ends, state.y)].map((v, i) => (i ? Math.ceil : Math.floor)(v * 20) / 20);
    Object.assign(field("y"), { min: low, max: high, value: state.y });
    Object.assign(field("z"), { min: -state.width, max: state.width, step: state.width / 160, value: state.z });
  }

  function taken() {
    for (const side of SIDES) state[side] = `${field(`${side}-activation`).value}.${field(`${side}-loss`).value}`;
    for (const key of ["axis", "width", "format"]) state[key] = field(key).value;
    for (const key of ["same", "gap"]) state[key] = field(key).checked;
    for (const key of ["z", "y", "rate"]) state[key] = Number(field(key).value);
  }

  function set(query, more = {}) {
    [state, notes] = read(query);
    Object.assign(state, more);
    fill();
    redraw();
  }

  form.addEventListener("input", event => {
    if (event.target.closest(".explorer-quiz")) return;
    taken();
    state.steps = ["y", "z", "rate", "axis", "same", "gap"].includes(event.target.name) ? state.steps : 0;
    if (event.target.name === "width") state.z = Math.min(Math.max(state.z, -state.width), Number(state.width));
    notes = [];
    stretch();
    redraw();
  });
  form.addEventListener("reset", event => { event.preventDefault(); set(""); });
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("click", event => {
    if (event.target.name !== "more") return;
    state.steps = Number(event.target.value) ? Math.min(state.steps + Number(event.target.value), 2000) : 0;
    redraw();
  });
  find(".explorer-twin").addEventListener("toggle", redraw);
  // Links to other settings of this figure change it where it stands.
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='?']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    set(link.getAttribute("href"));
    form.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  });

  // --- dragging -------------------------------------------------------------------------------------------

  for (const svg of form.querySelectorAll(".explorer-picture")) {
    let held = null;
    const place = event => {
      const box = svg.getBoundingClientRect(), { first, xs, width } = svg.scale;
      const x = (event.clientX - box.left) * width / box.width, y = event.clientY - box.top;
      const across = xs[0] + (x - LEFT) / (width - LEFT - RIGHT) * (xs[1] - xs[0]);
      return { x, y, across, first };
    };
    const grip = ({ x, y, first }) => state.axis === "score"
      ? Math.abs(y - first.Y(state.y)) < 12 && y < first.top + first.height + 12
      : Math.abs(x - first.X(state.y)) < 8;
    const move = event => {
      const { y, across, first } = place(event), level = state.axis === "score";
      if (held === "y") {
        const [low, high] = svg.ends;
        const raw = level ? low + (first.top + first.height - y) / first.height * (high - low) : across;
        state.y = Math.min(Math.max(Math.round(raw * 20) / 20, Number(field("y").min)), Number(field("y").max));
      } else {
        const { zs, p } = svg.scale.sample, reach = Number(state.width);
        const nearest = () => zs[p.reduce((m, v, i) => Math.abs(v - across) < Math.abs(p[m] - across) ? i : m, 0)];
        const step = reach / 160, raw = level ? across : nearest();
        state.z = Number(Math.min(Math.max(Math.round(raw / step) * step, -reach), reach).toPrecision(12));
      }
      field("z").value = state.z;
      field("y").value = state.y;
      redraw();
    };
    svg.addEventListener("pointerdown", event => {
      const at = place(event);
      held = grip(at) ? "y" : "z";
      // the scale of the moment: else the level would run away from the finger
      svg.ends = [1, 0].map(part => at.first.value(part));
      try {
        svg.setPointerCapture(event.pointerId);
      } catch { /* a made-up pointer has no capture */ }
      if (held === "z") move(event);
      event.preventDefault();
    });
    svg.addEventListener("pointermove", event => {
      if (held) move(event);
      else svg.classList.toggle("explorer-level", grip(place(event)) && state.axis === "score");
    });
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { held = null; });
  }

  // --- ten questions --------------------------------------------------------------------------------------

  const pull = (name, z, y, format = "64") => pairOf(name, format).gradient(z, y);
  const nearestTo = (value, choices) => choices.reduce((m, c, i) => Math.abs(Math.log(value / c)) < Math.abs(Math.log(value / choices[m])) ? i : m, 0);
  function wells(name, y) {
    const zs = Array.from({ length: 1601 }, (_, i) => i / 100 - 8.003), signs = zs.map(z => Math.sign(pull(name, z, y)));
    return signs.filter((s, i) => i && s > 0 && signs[i - 1] < 0).length;
  }
  // The right answer is computed by the formulas, never written down.
  const QUESTIONS = [
    { ask: "A sigmoid is sure and wrong: score −5, target 1. Which loss pulls it back harder?",
      choices: ["its matching loss", "half squared error", "both alike"], state: "?z=-5",
      answer: () => Math.abs(pull("sigmoid.matching", -5, 1)) > 10 * Math.abs(pull("sigmoid.squared_error", -5, 1)) ? 0 : 1,
      why: "The matching loss pulls by prediction − target, which is nearly −1. Half squared error has the slope of the sigmoid as a factor, and the sigmoid is flat there." },
    { ask: "The score is −5 and goes to −10, the target is 1. What becomes of the pull of the matching loss of the sigmoid?",
      choices: ["it stays much the same", "it doubles", "it nearly vanishes"], state: "?z=-10&width=40",
      answer: () => nearestTo(pull("sigmoid.matching", -10, 1) / pull("sigmoid.matching", -5, 1), [1, 2, 0.01]),
      why: "Prediction − target cannot be larger than 1: from −0.99 it comes still closer to −1." },
    { ask: "The same step from −5 to −10, with half squared error behind the sigmoid. Its pull becomes …",
      choices: ["half as large", "about 7 times smaller", "about 150 times smaller"], state: "?z=-10&width=40",
      answer: () => nearestTo(pull("sigmoid.squared_error", -5, 1) / pull("sigmoid.squared_error", -10, 1), [2, 7, 150]),
      why: "The slope of the sigmoid falls like e to the score: five units are a factor of e to the 5, about 148." },
    { ask: "A ReLU at score −2, target 1, half squared error. How large is the gradient?",
      choices: ["−1", "0", "−2"], state: "?left=relu.matching&right=relu.squared_error&z=-2",
      answer: () => [-1, 0, -2].indexOf(pull("relu.squared_error", -2, 1) + 0),
      why: "The slope of a ReLU below 0 is 0, and it is a factor of the gradient: nothing moves." },
    { ask: "The same ReLU with its matching loss. How large is the gradient at score −2?",
      choices: ["−1", "0", "−3"], state: "?left=relu.matching&right=relu.squared_error&z=-2",
      answer: () => [-1, 0, -3].indexOf(pull("relu.matching", -2, 1)),
      why: "Prediction − target is 0 − 1. The loss goes on as a ramp below 0, and the ReLU comes back." },
    { ask: "Absolute error on a bare score, target 0. The score goes from 4 to 8. The pull …",
      choices: ["doubles", "stays the same", "halves"], state: "?left=identity.matching&right=identity.absolute_error&y=0&z=8",
      answer: () => nearestTo(pull("identity.absolute_error", 8, 0) / pull("identity.absolute_error", 4, 0), [2, 1, 0.5]),
      why: "Its gradient is the sign of the error: wild targets pull no harder than near ones." },
    { ask: "Log loss computed from the prediction of a sigmoid, in float16. Score 9, target 0: the loss should be 9. It is …",
      choices: ["9.0", "8.3", "infinite"], state: "?left=sigmoid.matching&right=sigmoid.log_loss&y=0&z=9&width=40&format=16",
      answer: () => { const loss = pairOf("sigmoid.log_loss", "16").value(9, 0); return Number.isFinite(loss) ? nearestTo(loss, [9, 8.3]) : 2; },
      why: "The nearest number of float16 to the prediction 0.99988 is 1, and log(1 − 1) is −∞. The matching loss takes the score and never sees the 1." },
    { ask: "Counts behind exp, target 3, the matching loss. Which score is pulled harder, 3 or −3?",
      choices: ["3", "−3", "both alike"], state: "?left=exp.matching&right=exp.squared_error&y=3&z=3",
      answer: () => { const [far, low] = [3, -3].map(z => Math.abs(pull("exp.matching", z, 3))); return far > 1.5 * low ? 0 : low > 1.5 * far ? 1 : 2; },
      why: "The prediction at 3 is 20, seventeen too many; at −3 it is nearly 0, three too few." },
    { ask: "GELU with half squared error, target −0.1. How many lowest points has the loss?",
      choices: ["one", "two", "none"], state: "?left=softplus.matching&right=gelu.squared_error&y=-0.1&z=-1",
      answer: () => [1, 2, 0].indexOf(wells("gelu.squared_error", -0.1)),
      why: "GELU turns: it takes the value −0.1 at two scores, and between them the loss has a hill." },
    { ask: "From score −8, target 1, twenty steps of size 1 behind a sigmoid. Which descent gets above 0?",
      choices: ["both", "only that of the matching loss", "neither"], state: "?z=-8&steps=20",
      answer: () => { const over = ["sigmoid.matching", "sigmoid.squared_error"].map(name => { let z = -8; for (let n = 0; n < 20; n++) z -= pull(name, z, 1); return z > 0; });
        return over[0] && over[1] ? 0 : over[0] ? 1 : 2; },
      why: "The matching loss moves the score by nearly 1 at each step. Half squared error moves it by less than a thousandth." },
  ];
  root.answers = () => QUESTIONS.map(q => q.answer()); // for the test in the browser
  let right = 0;

  function ask(n) {
    const box = find(".explorer-quiz > div"), question = QUESTIONS[n];
    if (n === 0) right = 0;
    if (!question) {
      box.innerHTML = `<p tabindex="-1">${right} of ${QUESTIONS.length} predicted.</p><button type="button">From the beginning</button>`;
      box.lastElementChild.onclick = () => ask(0);
      return set("");
    }
    set(question.state, { question: { veiled: true } });
    box.innerHTML = `<p tabindex="-1"><strong>${n + 1} of ${QUESTIONS.length}.</strong> ${question.ask}</p>
<div class="explorer-switches">${question.choices.map((c, i) => `<button type="button" value="${i}">${c}</button>`).join("")}</div><p class="explorer-why" role="status"></p>`;
    if (n) box.firstElementChild.focus({ preventScroll: true });
    box.querySelectorAll("button").forEach(button => button.onclick = () => {
      const good = question.answer(), hit = Number(button.value) === good;
      right += hit;
      box.querySelectorAll("button").forEach(b => { b.disabled = true; b.classList.toggle("explorer-good", Number(b.value) === good); });
      box.querySelector(".explorer-why").textContent = `${hit ? "Yes." : `No: ${question.choices[good]}.`} ${question.why}`;
      const next = Object.assign(document.createElement("button"), { type: "button", textContent: n + 1 < QUESTIONS.length ? "Next question" : "How many?" });
      next.onclick = () => ask(n + 1);
      box.append(next);
      next.focus({ preventScroll: true });
      state.question = null;
      redraw();
    });
  }
  find(".explorer-quiz").addEventListener("toggle", event => event.target.open ? ask(0) : set(""));

  // --- begin ----------------------------------------------------------------------------------------------

  form.hidden = false;
  root.classList.add("explorer-live");
  set(location.search || form.dataset.setting);
  let seen = 0;
  new ResizeObserver(([entry]) => {
    if (Math.abs(entry.contentRect.width - seen) > 0.5) { seen = entry.contentRect.width; redraw(); }
  }).observe(form);
}

document.querySelectorAll(".explorer").forEach(startExplorer);
