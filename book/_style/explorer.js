// The explorer: two pairs of output and loss side by side. What stands in the form is the state; the
// address repeats it, so that a link leads to a setting. Pictures: moving.js. Controls, and the words for
// outputs, losses and their targets: book/_ext/explorer.py.

function startExplorer(root) {
  "use strict";
  const form = root.querySelector("form"), start = JSON.parse(form.dataset.start);
  const records = JSON.parse(root.querySelector(".explorer-records").textContent);
  const DEFAULT = {
    left: start.pairs.left.join("."), right: start.pairs.right.join("."), z: start.z, y: start.y,
    axis: "score", width: "8", format: "64", same: true, gap: false, rate: 0, steps: 0, question: null,
  };
  const state = { ...DEFAULT };
  let notes = [];
  const { SIDES, REACH, field, find, said, list, escaped, pairOf, objection, word, descend, scales, limits, ticks, panel, round, ROW, picture, wide, both, sentence, stretch, drawn } = makeMoving(form, records, state);

  // --- pictures ---------------------------------------------------------------------------------------------

  function path(svg, ways, width) {
    const steps = Math.max(20, state.steps);
    const ys = limits(ways.flat().concat(state.z - 1, state.z + 1), state.z, 1);
    const chart = panel(22, ROW.one, width, [0, steps * 1.02], ys, { id: "path", text: "score after each step", number: "" });
    const way = (points, name) => points.length > 1 ? chart.curve(points.map((v, n) => [n, v]), `ex-curve ${name}`) : "";
    const ends = ways.map((points, i) => chart.dot(points.length - 1, points.at(-1) ?? NaN, `ex-dot ex-${SIDES[i]}`));
    const feet = ticks([0, steps], 6).map(v => `<text class="ex-tick" x="${round(chart.X(v))}" y="${22 + ROW.one + 16}" text-anchor="middle">${v}</text>`);
    svg.setAttribute("viewBox", `0 0 ${width} ${ROW.one + 44}`);
    const text = chart.frame + chart.inside(way(ways[0], "ex-left") + way(ways[1], "ex-right") + ends.join("")) + feet.join("");
    if (svg.text !== text) svg.innerHTML = svg.text = text;
  }

  // --- one look -------------------------------------------------------------------------------------------

  function draw() {
    const widths = SIDES.map(side => wide(find(`[data-side=${side}] svg`))), below = wide(find(".explorer-path"));
    const seen = both(), pairs = seen.map(s => s.pair), samples = seen.map(s => s.sample);
    const shared = scales(samples.some(s => !s.off) ? samples.filter(s => !s.off) : samples);
    const everywhere = scales(samples);
    SIDES.forEach((side, i) => {
      const box = find(`[data-side=${side}]`);
      const scale = state.same ? { ...shared, p: everywhere.p, slope: everywhere.slope } : scales([samples[i]]);
      picture(find(".explorer-picture", box), [seen[i]], scale, widths[i]);
      const off = objection(pairs[i], state.y);
      find(".explorer-word", box).textContent = state.question?.veiled ? "Predict first; then the picture comes." : off || word(pairs[i]);
      find(".explorer-word", box).classList.toggle("explorer-off", Boolean(off));
    });
    const ways = pairs.map((pair, i) => samples[i].off ? [] : descend(pair, state.z, state.y, state.steps));
    path(find(".explorer-path"), ways, below);
    field("rate-said").value = said(10 ** state.rate, 3);
    if (find(".explorer-twin").open) twin(pairs, samples);
    return [pairs, samples, ways];
  }

  const redraw = drawn(root, draw, tell);

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

  function taken() {
    for (const side of SIDES) state[side] = `${field(`${side}-activation`).value}.${field(`${side}-loss`).value}`;
    for (const key of ["axis", "width", "format"]) state[key] = field(key).value;
    for (const key of ["same", "gap"]) state[key] = field(key).checked;
    for (const key of ["z", "y", "rate"]) state[key] = Number(field(key).value);
  }

  function set(query, more = {}) {
    const [found, wrong] = read(query);
    Object.assign(state, found, more);
    notes = wrong;
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
}

document.querySelectorAll(".explorer").forEach(startExplorer);
