// "The playground, repaired": one small network trained twice, live, in two workers: tanh with squared error
// and tanh with its matching loss. Data and first weights come from the package (book/_ext/playground.py); a
// worker is made from text, so that the page works from a folder, too.

// The network of src/pairings/network.py for one hidden layer of tanh and one output: full batch, plain descent.
function makeTrainer() {
  "use strict";
  const NUDGE = 1e-12, REPEATS = 1e-9;
  const grown = ([W, b, V, c]) => [W.map(row => [...row]), [...b], [...V], c];
  const nudged = ([W, b, V, c]) => [W.map(row => row.map(w => w * (1 + NUDGE))), b.map(v => v * (1 + NUDGE)), V.map(v => v * (1 + NUDGE)), c * (1 + NUDGE)];

  function score([W, b, V, c], [u, v], hidden) {
    let z = 0;
    for (let k = 0; k < b.length; k++) z += (hidden[k] = Math.tanh(u * W[0][k] + v * W[1][k] + b[k])) * V[k];
    return z + c;
  }

  // One step; the mean loss and the share on the wrong side before it.
  function step(params, pair, x, y, rate) {
    const [W, b, V] = params, hidden = new Float64Array(b.length);
    const dW = [new Float64Array(b.length), new Float64Array(b.length)], db = new Float64Array(b.length), dV = new Float64Array(b.length);
    let dc = 0, loss = 0, wrong = 0;
    x.forEach((point, i) => {
      const z = score(params, point, hidden), delta = pair.gradient(z, y[i]) / x.length;
      loss += pair.value(z, y[i]);
      wrong += z * y[i] <= 0;
      dc += delta;
      for (let k = 0; k < b.length; k++) {
        const back = delta * V[k] * (1 - hidden[k]) * (1 + hidden[k]);
        dV[k] += delta * hidden[k];
        db[k] += back;
        dW[0][k] += back * point[0];
        dW[1][k] += back * point[1];
      }
    });
    for (let k = 0; k < b.length; k++) {
      V[k] -= rate * dV[k];
      b[k] -= rate * db[k];
      W[0][k] -= rate * dW[0][k];
      W[1][k] -= rate * dW[1][k];
    }
    params[3] -= rate * dc;
    return [loss / x.length, wrong / x.length];
  }

  // A training and its twin, whose first weights differ in the twelfth digit: as long as both agree,
  // the curve does not hang on rounding.
  function training({ pair, x, y, first, rate }) {
    const params = grown(first), twin = nudged(first), losses = [], wrong = [];
    let repeats = null;
    return {
      losses, wrong,
      run(steps) {
        for (let n = 0; n < steps; n++) {
          const [loss, share] = step(params, pair, x, y, rate), [other] = step(twin, pair, x, y, rate);
          if (repeats === null && !(Math.abs(loss - other) <= REPEATS * Math.max(1, Math.abs(loss)))) repeats = losses.length;
          losses.push(loss);
          wrong.push(share);
        }
        return repeats ?? losses.length;
      },
      // Predictions on a grid, row by row from the top left.
      field(size, reach) {
        const hidden = [], at = i => reach * (2 * (i + 0.5) / size - 1);
        return Array.from({ length: size * size }, (_, i) => Math.tanh(score(params, [at(i % size), -at(Math.floor(i / size))], hidden)));
      },
    };
  }
  return { training };
}

function startPlayground(root) {
  "use strict";
  const form = root.querySelector("form"), find = selector => form.querySelector(selector), field = name => form.elements[name];
  const { data, networks, biases } = JSON.parse(root.querySelector(".playground-data").textContent);
  const SIZE = 40, REACH = 2.6, SIDES = ["left", "right"], COSTS = { left: "matching", right: "squared_error" };
  const NAMES = { left: "its matching loss", right: "half squared error" };
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let runs = {}, workers = {}, running = false, goal = 1000;

  const WORKER = `${makePairings}\n${makeTrainer}
const P = makePairings(), { training } = makeTrainer();
let run, size, reach;
onmessage = ({ data }) => {
  if (data.first) {
    const a = P.activations.tanh, pair = data.cost === "matching" ? P.matching(a) : P.compose(a, P.losses[data.cost]);
    [run, size, reach] = [training({ ...data, pair }), data.size, data.reach];
  }
  const from = run.losses.length, repeats = run.run(data.steps);
  postMessage({ losses: run.losses.slice(from), wrong: run.wrong.slice(from), repeats, field: run.field(size, reach) });
};`;

  function begin() {
    for (const side of SIDES) workers[side]?.terminate();
    const { x, y } = data[field("data").value], [W, b, V, c] = networks[Number(field("network").value)];
    const first = [W, b, V, c + biases[field("start").value]], rate = Number(field("rate").value), address = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
    for (const side of SIDES) {
      runs[side] = { losses: [], wrong: [], repeats: 0, field: null };
      const worker = workers[side] = new Worker(address);
      worker.onmessage = event => {
        if (workers[side] !== worker) return;
        const run = runs[side];
        run.losses.push(...event.data.losses);
        run.wrong.push(...event.data.wrong);
        Object.assign(run, { repeats: event.data.repeats, field: event.data.field, busy: false });
        if (SIDES.every(s => !runs[s].busy)) show();
      };
      Object.assign(runs[side], { busy: true });
      worker.postMessage({ cost: COSTS[side], x, y, first, rate, size: SIZE, reach: REACH, steps: 1 });
    }
    URL.revokeObjectURL(address);
  }

  function more() {
    const done = runs.left.losses.length;
    if (!running || done >= goal) return stop();
    // slowly at first, where most happens
    const steps = still ? goal - done : Math.min(goal - done, Math.max(1, Math.round(done / 40)));
    for (const side of SIDES) {
      runs[side].busy = true;
      workers[side].postMessage({ steps });
    }
  }
  function stop() {
    running = false;
    find("[name=go]").textContent = runs.left.losses.length >= goal ? "1000 more" : "Train";
    tell();
  }

  function show() {
    SIDES.forEach(side => { paint(side); words(side); });
    chart();
    if (running) setTimeout(() => requestAnimationFrame(more), still ? 0 : 16);
    else tell();
  }

  const percent = share => `${(100 * share).toFixed(1).replace(/\.0$/, "")} %`;
  function words(side) {
    const run = runs[side], n = run.losses.length, text = `${percent(run.wrong.at(-1))} on the wrong side, mean loss ${run.losses.at(-1).toPrecision(3)}`;
    find(`[data-field=${side}] figcaption span`).textContent = text + (run.repeats < n ? `; from step ${run.repeats} on it hangs on rounding` : "");
    find(`[data-field=${side}] canvas`).setAttribute("aria-label", `The plane as the network with ${NAMES[side]} divides it after ${n} steps: ${text}.`);
  }
  function tell() {
    const n = runs.left.losses.length;
    find(".playground-said").textContent = n > 1 ? `After ${n} steps: ${SIDES.map(side => `${NAMES[side]} has ${percent(runs[side].wrong.at(-1))} on the wrong side`).join(", ")}.` : "";
  }

  const colour = name => getComputedStyle(form).getPropertyValue(name).trim();
  function channels(text) {
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = text;
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }
  function paint(side) {
    const canvas = find(`[data-field=${side}] canvas`), dense = Math.min(devicePixelRatio || 1, 2), width = Math.round(canvas.clientWidth * dense);
    if (canvas.width !== width) canvas.width = canvas.height = width;
    const brush = canvas.getContext("2d"), ends = [colour("--pg-minus"), colour("--pg-plus")], [minus, plus] = ends.map(channels), paper = channels(colour("--pg-paper"));
    const image = new ImageData(SIZE, SIZE);
    runs[side].field.forEach((p, i) => {
      const end = p > 0 ? plus : minus, part = Math.abs(p) * 0.55;
      for (let k = 0; k < 3; k++) image.data[4 * i + k] = paper[k] + (end[k] - paper[k]) * part;
      image.data[4 * i + 3] = 255;
    });
    const small = Object.assign(document.createElement("canvas"), { width: SIZE, height: SIZE });
    small.getContext("2d").putImageData(image, 0, 0);
    brush.drawImage(small, 0, 0, width, width);
    const { x, y } = data[field("data").value], at = v => (v / REACH + 1) / 2 * width;
    x.forEach(([u, v], i) => {
      brush.beginPath();
      // two shapes: colours alone do not tell the classes
      if (y[i] > 0) brush.arc(at(u), at(-v), 3.4 * dense, 0, 7); else brush.rect(at(u) - 3 * dense, at(-v) - 3 * dense, 6 * dense, 6 * dense);
      brush.fillStyle = ends[Number(y[i] > 0)];
      brush.strokeStyle = colour("--pg-paper");
      brush.lineWidth = dense;
      brush.fill();
      brush.stroke();
    });
  }

  function chart() {
    const svg = find("svg"), width = Math.max(svg.clientWidth || 480, 240), height = 170, left = 46, right = 12, top = 22, foot = 128;
    const n = Math.max(100, runs.left.losses.length), X = i => left + Math.log(i + 1) / Math.log(n + 1) * (width - left - right), Y = v => foot - v / 0.6 * (foot - top);
    const line = side => {
      const { wrong } = runs[side], every = Math.max(1, Math.floor(wrong.length / 400));
      return wrong.map((v, i) => i % every && i > 200 && i < wrong.length - 1 ? "" : `${i ? "L" : "M"}${X(i).toFixed(1)} ${Y(v).toFixed(1)}`).join("");
    };
    const grid = [0, 0.25, 0.5].map(v => `<line class="ex-grid" x1="${left}" x2="${width - right}" y1="${Y(v)}" y2="${Y(v)}"/><text class="ex-tick" x="${left - 6}" y="${Y(v) + 4}" text-anchor="end">${100 * v} %</text>`);
    const marks = [0, 1, 10, 100, 1000, 10000].filter(i => i <= n).map(i => `<text class="ex-tick" x="${X(i)}" y="${foot + 16}" text-anchor="${X(i) > width - 40 ? "end" : "middle"}">${i}</text>`);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.innerHTML = `<text class="ex-title" x="${left}" y="13">share on the wrong side</text>${grid.join("")}${marks.join("")}
<path class="ex-curve ex-left" d="${line("left")}"/><path class="ex-curve ex-right" d="${line("right")}"/><text class="ex-axis" x="${(left + width) / 2}" y="${foot + 34}" text-anchor="middle">step</text>`;
  }

  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("change", () => { goal = 1000; stopNow(); begin(); });
  function stopNow() {
    running = false;
    find("[name=go]").textContent = "Train";
  }
  find("[name=go]").addEventListener("click", () => {
    if (!runs.left) begin();
    running = !running;
    if (running && runs.left.losses.length >= goal) goal += 1000;
    find("[name=go]").textContent = running ? "Pause" : "Train";
    if (running && SIDES.every(side => !runs[side].busy)) more();
  });
  find("[name=again]").addEventListener("click", () => { goal = 1000; stopNow(); begin(); });

  form.hidden = false;
  root.classList.add("explorer-live");
  root.runs = () => runs; // for the test in the browser
  const redraw = () => SIDES.every(side => runs[side]?.field) && show();
  new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  let seen = 0;
  new ResizeObserver(([entry]) => {
    if (Math.abs(entry.contentRect.width - seen) > 0.5) { seen = entry.contentRect.width; if (!running) redraw(); }
  }).observe(form);
  // Nothing is trained before it is seen.
  const eye = new IntersectionObserver(entries => {
    if (!entries.some(entry => entry.isIntersecting)) return;
    eye.disconnect();
    begin();
  }, { rootMargin: "200px" });
  eye.observe(form);
}

document.querySelectorAll(".playground").forEach(startPlayground);
