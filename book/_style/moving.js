// What moves: pairs of output and loss over one score axis, in the explorer and in the figures of chapters.
// A state says which pairs, which score and target; `makeMoving` draws it, words it and lets it be dragged,
// `startMovable` is the figure of a chapter. Formulas: pairings.js. Controls: book/_ext.

function makeMoving(form, records, state) {
  "use strict";
  const P = makePairings(), field = name => form.elements[name];
  const find = (selector, from = form) => from.querySelector(selector);
  const SIDES = ["left", "right"], REACH = 900; // scores beyond are not looked for
  const own = makeMoving.made = (makeMoving.made ?? 0) + 1; // clips of two figures of a page are not one

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

  const ROW = { one: 132, many: 108, gap: 26 }, LEFT = 46, RIGHT = 12;
  const round = x => Math.round(x * 10) / 10;

  function scores(width) {
    const n = 240, seen = Array.from({ length: n + 1 }, (_, i) => width * (2 * i / n - 1));
    if (width > 8) for (let i = -120; i <= 120; i++) seen.push(i / 8);
    return seen.concat(0, -1, 1).sort((a, b) => a - b);
  }

  // From the numbers seen, those far out left aside, with 0 or another `base` among them.
  function limits(values, base, share = 0.9, more = []) {
    const known = values.filter(Number.isFinite).sort((a, b) => a - b);
    const at = part => known[Math.round(part * (known.length - 1))] ?? 0, among = more.filter(Number.isFinite).concat(base);
    const [low, high] = [Math.min(at(1 - share), ...among), Math.max(at(share), ...among)];
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
    const id = `ex${own}-${title.id}`;
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
      bar: (u, from, to, beside = 0) => `<line class="ex-bar" x1="${round(X(u) + beside)}" x2="${round(X(u) + beside)}" y1="${round(Y(from))}" y2="${round(Y(to))}"/>`,
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

  // What is seen of `samples`; a figure of both pairs sees less of what is far out, but all that it begins with.
  const SHARES = { value: 0.86, gradient: 0.93, byPrediction: 0.75 };
  function scales(samples, shares = SHARES, begins = { p: [], value: [], gradient: [] }) {
    const all = name => samples.flatMap(s => s[name]);
    const width = Number(state.width), capped = v => Math.min(Math.max(v, -width), width), across = state.axis === "score";
    const reach = all("p").filter(Number.isFinite).map(capped).concat(state.y, begins.p);
    const [low, high] = [Math.min(...reach), Math.max(...reach)], room = (high - low) * 0.08;
    const byPrediction = s => s.gradient.map((g, i) => g / s.slope[i]);
    const wide = found => [Math.min(...found.map(ends => ends[0])), Math.max(...found.map(ends => ends[1]))];
    return {
      p: [low - room, high + room],
      slope: limits(all("slope"), 0, 1),
      value: wide(samples.map(s => limits(s.best, 0, shares.value, begins.value))),
      gradient: wide(samples.map(s => across ? limits(s.bestGradient, 0, shares.gradient, begins.gradient) : limits(byPrediction(s), 0, shares.byPrediction))),
    };
  }

  // Three layers: areas, curves, and what moves before them. A layer that stays is not written again.
  function layer(svg, name, text) {
    const place = find(`[data-layer=${name}]`, svg);
    if (place.text !== text) place.innerHTML = place.text = text;
  }

  // Of one pair, or of several over one axis: `seen` has for each its side, the pair and its sample.
  function picture(svg, seen, scale, width) {
    const { z, y } = state, across = state.axis === "score", many = seen.length > 1, [{ pair: only, sample: sole }] = seen;
    const gap = !many && state.gap && only.matched && across && !sole.off, off = seen.every(s => s.sample.off);
    const rows = gap ? 4 : 3, tall = many ? ROW.many : ROW.one, top = i => 22 + i * (tall + ROW.gap);
    const height = top(rows - 1) + tall + 40, xs = across ? [-state.width, Number(state.width)] : scale.p;

    const each = seen.map(({ side, pair, sample }, i) => {
      const place = n => across ? sample.zs[n] : sample.p[n], points = values => values.map((v, n) => [place(n), v]);
      const byAxis = values => across ? values : values.map((g, n) => g / sample.slope[n]);
      const here = { p: pair.a.value(z), slope: pair.a.vjp(z, 1), value: NaN, gradient: NaN };
      if (!sample.off) Object.assign(here, { value: pair.value(z, y), gradient: pair.gradient(z, y) });
      if (!across) here.gradient /= here.slope;
      const x = across ? z : here.p, rounding = (pair.composed && pair.matched) || state.format !== "64";
      const between = (values, ends, ...more) => {
        const [from, to] = ends.sort((a, b) => a - b);
        return points(values).filter((_, n) => sample.zs[n] > from && sample.zs[n] < to)
          .concat(more.filter(([u, v]) => Number.isFinite(u) && Number.isFinite(v))).sort((a, b) => a[0] - b[0]);
      };
      const t = pair.matched && !sample.off ? touch(pair, y) : NaN, beside = many ? 5 * i - 2.5 : 0;
      const now = (part, v) => sample.off ? "" : part.dot(x, v, "ex-dot");
      return { side, pair, sample, here, x, t, place, points, byAxis, between, rounding, beside, now };
    });
    const x = each[0].x, on = each.filter(one => !one.sample.off);
    const outputs = each.filter((one, i) => each.findIndex(other => other.pair.key === one.pair.key) === i); // one curve for both sides

    const it = letter => `<tspan class="ex-it">${letter}</tspan>`;
    const numbers = (of, name) => many ? of.map((one, i) => `<tspan class="ex-${one.side}" dx="${i ? 10 : 0}">${said(one.here[name])}</tspan>`).join("") : of.map(one => said(one.here[name])).join("");
    const row = (i, id, text, number, ys) =>
      panel(top(i), tall, width, xs, ys, { id: `${seen[0].side}-${id}`, text, number, bare: off && id !== "p" });
    const layers = { under: [], still: [], over: [] }, kinds = Object.keys(layers);
    // Of each pair what lies under its curve, the curve, what moves over it; of all what stands still, what moves.
    const put = (part, of, draw, still = "", over = "") => {
      const texts = of.map(one => draw(one).map(text => many && text ? `<g class="ex-${one.side}">${text}</g>` : text));
      const [below, curves, above] = kinds.map((_, k) => texts.map(text => text[k]).join(""));
      layers.under.push(part.inside(below));
      layers.still.push(part.frame, part.inside(curves + still));
      layers.over.push(of.length ? part.number + part.inside(part.upright(x, "ex-here") + above + over) : "");
    };
    const level = part => across ? "" : part.upright(y, "ex-level");

    // Between the target's score and this one: the area between output and target, for a matched pair.
    const first = across
      ? row(0, "p", `prediction ${it("p")}${many ? "," : " and"} target ${it("y")}`, numbers(outputs, "p"), scale.p)
      : row(0, "p", `slope of the output, d${it("p")}/d${it("z")}`, numbers(outputs, "slope"), scale.slope);
    put(first, outputs, ({ sample, here, t, between, points }) => [
      across && !Number.isNaN(t) ? first.area(between(sample.p, [z, t], [z, here.p], [t, y]), () => y) : "",
      first.curve(points(across ? sample.p : sample.slope), "ex-curve"),
      (across && Number.isFinite(t) ? first.dot(t, y, "ex-touch") : "") + first.dot(x, across ? here.p : here.slope, "ex-dot"),
    ], across ? first.level(y) : level(first),
    across ? `<circle class="ex-grip" cx="${width - RIGHT - 9}" cy="${round(first.Y(y))}" r="7"/>` : "");

    const second = row(1, "value", `loss ${it("L")}`, numbers(on, "value"), scale.value);
    put(second, on, ({ pair, sample, here, points, rounding, beside, now }) => {
      const trail = state.steps && across ? descend(pair, z, y, Math.min(state.steps, 300)).slice(1) : [];
      return [
        second.bar(x, 0, here.value, beside),
        (rounding ? second.curve(points(sample.best), "ex-best") : "") + second.curve(points(sample.value), "ex-curve"),
        trail.map(u => second.dot(u, pair.value(u, y), "ex-trail")).join("") + now(second, here.value),
      ];
    }, level(second));

    // The area under the gradient, from the lowest point of the loss in sight.
    const third = row(2, "gradient", `gradient ∂${it("L")}/∂${it(across ? "z" : "p")}`, numbers(on, "gradient"), scale.gradient);
    put(third, on, ({ sample, here, place, points, byAxis, between, rounding, now }) => {
      const gradients = byAxis(sample.gradient), n = sample.lowest;
      return [
        third.area(between(gradients, [z, sample.zs[n]], [x, here.gradient], [place(n), gradients[n]]), () => 0),
        (rounding ? third.curve(points(byAxis(sample.bestGradient)), "ex-best") : "") + third.curve(points(gradients), "ex-curve"),
        now(third, here.gradient),
      ];
    }, level(third) + (off ? "" : `<line class="ex-zero" x1="${LEFT}" x2="${width - RIGHT}" y1="${round(third.Y(0))}" y2="${round(third.Y(0))}"/>`));

    if (gap) {
      const [{ pair, sample, t, points, now }] = each;
      const at = Number.isFinite(t) ? t : z, base = pair.a.potential(at), curve = sample.zs.map(pair.a.potential);
      const line = u => base + y * (u - at), above = pair.a.potential(z);
      const fourth = row(3, "gap", `potential ${it("Φ")} over its line of slope ${it("y")}`, said(above - line(z)), limits(curve, 0, 0.9));
      put(fourth, each, () => [fourth.bar(z, line(z), above), fourth.curve(points(curve), "ex-curve"), now(fourth, above)],
        fourth.curve(sample.zs.map(u => [u, line(u)]), "ex-level"), Number.isFinite(t) ? fourth.dot(t, base, "ex-touch") : "");
    }

    const foot = top(rows - 1) + tall, middle = (LEFT + width - RIGHT) / 2;
    for (const v of ticks(xs, width < 420 ? 4 : 8))
      layers.still.push(`<text class="ex-tick" x="${round(first.X(v))}" y="${foot + 16}" text-anchor="middle">${said(v)}</text>`);
    layers.still.push(`<text class="ex-axis" x="${middle}" y="${foot + 34}" text-anchor="middle">${across ? `score ${it("z")}` : `prediction ${it("p")}`}</text>`);
    if (off) for (const part of [second, third])
      layers.still.push(`<text class="ex-veil" x="${middle}" y="${part.top + part.height / 2}" text-anchor="middle">${state.question?.veiled ? "predict first" : only.none ? "no such loss" : "no loss for this target"}</text>`);
    if (svg.scale?.width !== width || svg.scale?.height !== height) {
      svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
      svg.style.height = `${height}px`;
    }
    for (const [name, parts] of Object.entries(layers)) layer(svg, name, parts.join(""));
    svg.scale = { first, second, third, xs, width, height, sample: sole };
    svg.here = each.map(one => one.here);
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

  // --- dragging -------------------------------------------------------------------------------------------

  function dragged(svg, redraw) {
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

  // --- one look -------------------------------------------------------------------------------------------

  const wide = svg => Math.max(svg.clientWidth || 480, 240);
  const both = () => SIDES.map(side => {
    const pair = { ...pairOf(state[side]), ...state.names && { name: state.names[side] } };
    return { side, pair, sample: sampled(pair) };
  });

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

  // `draw` once a frame, however often it is asked for; `tell` what was drawn when it rests. The same again
  // when the form changes its width. What it returns asks for it.
  function drawn(root, draw, tell) {
    let waiting = 0, resting = 0, seen = 0;
    root.settled = () => !waiting && !resting; // for the test in the browser
    root.frames = []; // how long each drawing took, for the test in the browser
    const now = () => {
      waiting = 0;
      const begun = performance.now(), looked = draw();
      for (const name of ["z", "y"]) field(`${name}-said`).value = said(state[name]);
      root.frames.push(performance.now() - begun);
      clearTimeout(resting);
      resting = setTimeout(() => { resting = 0; tell(...looked); }, 160);
    };
    const redraw = () => { waiting ||= requestAnimationFrame(now); };
    new ResizeObserver(([entry]) => {
      if (Math.abs(entry.contentRect.width - seen) > 0.5) { seen = entry.contentRect.width; redraw(); }
    }).observe(form);
    for (const svg of form.querySelectorAll(".explorer-picture")) dragged(svg, redraw);
    return redraw;
  }

  return { SIDES, REACH, field, find, said, list, escaped, pairOf, objection, word, descend, scales, limits, ticks, panel, round, ROW, picture, wide, both, sentence, stretch, drawn };
}

// --- the figure of a chapter ------------------------------------------------------------------------------

function startMovable(root) {
  "use strict";
  const form = root.querySelector("form"), records = JSON.parse(root.querySelector(".explorer-records").textContent);
  const begin = JSON.parse(form.dataset.start);
  const state = { axis: "score", format: "64", same: true, gap: false, rate: 0, steps: 0, question: null, ...begin };
  const { find, field, said, scales, picture, wide, both, sentence, stretch, drawn } = makeMoving(form, records, state);
  const svg = find(".explorer-picture");

  const redraw = drawn(root, () => {
    const seen = both(), known = seen.filter(s => !s.sample.off), samples = (known.length ? known : seen).map(s => s.sample);
    const first = of => known.map(({ pair }) => of(pair)), shares = { value: 0.75, gradient: 0.75 };
    const begins = { p: seen.map(({ pair }) => pair.a.value(begin.z)), value: first(pair => pair.value(begin.z, state.y)), gradient: first(pair => pair.gradient(begin.z, state.y)) };
    picture(svg, seen, scales(samples, shares, begins), wide(svg));
    return [seen];
  }, seen => {
    const words = `Score ${said(state.z)}, target ${said(state.y)}. ${seen.map(({ pair, sample }) => sentence(pair, sample)).join(" ")}`;
    find(".explorer-said").textContent = words;
    svg.setAttribute("aria-label", `Output, loss and gradient over the score. ${words}`);
    const { left, right, z, y, width } = state;
    root.querySelector(".movable-link").search = new URLSearchParams({ left, right, z, y, width });
  });
  root.numbers = () => svg.here; // for the test in the browser

  form.addEventListener("input", () => {
    for (const name of ["z", "y"]) state[name] = Number(field(name).value);
    redraw();
  });
  form.addEventListener("reset", event => { event.preventDefault(); Object.assign(state, begin); stretch(); redraw(); });
  form.addEventListener("submit", event => event.preventDefault());
  root.classList.add("movable-live");
  form.hidden = false;
  stretch();
  redraw();
  field("z").focus({ preventScroll: true });
}
