// The map of the trained square: one kind of target at a time, from one start at a time; a click on a head
// sorts, a cell shows its curve. What the tables say is theirs (book/_ext/atlas.py); curves are fetched when
// they are asked for, by a script of their own, so that the page works from a folder, too.

function startAtlas(root) {
  "use strict";
  const start = root.querySelector(".atlas-start"), CLASSES = JSON.parse(start.dataset.classes);
  const maps = [...root.querySelectorAll(".atlas-map")], kinds = maps.map(map => map.dataset.kind);
  const STARTS = ["ordinary", "bad"], H = 250, LEFT = 46, RIGHT = 12, TOP = 12, BOTTOM = 40;
  const state = { kind: kinds[0], start: "ordinary", cell: "" };
  const escaped = text => String(text).replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
  const said = x => x === null ? "∞" : String(Number(x.toPrecision(3))).replace("-", "−");
  const fetched = {};

  // --- the tables as they stand: letters of one start or of both ------------------------------------------

  const byLetter = Object.fromEntries(CLASSES.map(([name, letter, style]) => [letter, { name, letter, style }]));
  const rank = Object.fromEntries(CLASSES.map(([, letter], i) => [letter, i]));
  function prepared(map) {
    if (map.restore) return map;
    map.setAttribute("role", "grid");
    const losses = [...map.tHead.rows[0].cells].slice(1).map(head => head.dataset.loss);
    for (const row of map.tBodies[0].rows) [...row.cells].slice(1).forEach((cell, i) => {
      const letters = cell.textContent.split(" ");
      cell.dataset.cell = `${row.dataset.output}.${losses[i]}`;
      cell.letters = [letters[0], letters.at(-1)];
      cell.tabIndex = -1;
    });
    sortable(map);
    return map;
  }
  const mapOf = kind => prepared(maps[kinds.indexOf(kind)]);
  const cellsOf = map => [...map.tBodies[0].rows].map(row => [...row.cells].slice(1));
  const letterOf = cell => cell.letters[STARTS.indexOf(state.start)];

  const form = document.createElement("form");
  form.className = "atlas-form";
  const option = map => `<option value="${map.dataset.kind}">${map.caption.textContent}</option>`;
  form.innerHTML = `<label>Target <select name="kind">${maps.map(option).join("")}</select></label>
<fieldset><legend>Start</legend>${STARTS.map(s => `<label><input type="radio" name="start" value="${s}"> ${s}</label>`).join(" ")}</fieldset>
<button type="reset">Order as it was</button><output aria-live="polite"></output>`;
  const panel = document.createElement("section");
  panel.className = "atlas-panel";
  panel.setAttribute("aria-label", "The chosen cell");
  panel.innerHTML = "<p>Choose a cell: its curve, its numbers and what it leads to stand here.</p>";
  start.replaceWith(form);
  root.append(panel);
  const count = form.querySelector("output");

  function show() {
    form.elements.kind.value = state.kind;
    form.elements.start.value = state.start;
    maps.forEach(map => { map.closest(".atlas-scroll").hidden = map.dataset.kind !== state.kind; });
    const map = mapOf(state.kind), numbers = {};
    for (const cell of cellsOf(map).flat()) {
      const { letter, style } = byLetter[letterOf(cell)];
      cell.textContent = letter;
      cell.className = `${style}${cell.classList.contains("atlas-reference") ? " atlas-reference" : ""}`;
      if (cell.dataset.cell === state.cell) cell.setAttribute("aria-current", "true");
      else cell.removeAttribute("aria-current");
      numbers[letter] = (numbers[letter] ?? 0) + 1;
    }
    count.textContent = CLASSES.filter(([, letter]) => numbers[letter]).map(([name, letter]) => `${numbers[letter]} ${name}`).join(", ");
    const cells = cellsOf(map).flat(), stop = cells.find(cell => cell.dataset.cell === state.cell) ?? cells[0];
    cells.forEach(cell => { cell.tabIndex = cell === stop ? 0 : -1; });
    const first = { kind: kinds[0], start: STARTS[0], cell: "" };
    const query = new URLSearchParams(Object.entries(state).filter(([name, value]) => value !== first[name]));
    try {
      history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
    } catch { /* a page in a frame */ }
  }

  // --- order -----------------------------------------------------------------------------------------------

  const better = (a, b) => rank[letterOf(a)] - rank[letterOf(b)];
  function sortRows(map, column) {
    const body = map.tBodies[0], rows = [...body.rows];
    body.append(...rows.sort((a, b) => better(a.cells[column], b.cells[column])));
  }
  function sortColumns(map, row) {
    const order = [...row.cells].slice(1).map((cell, i) => [cell, i + 1]).sort(([a], [b]) => better(a, b)).map(([, i]) => i);
    for (const line of [map.tHead.rows[0], ...map.tBodies[0].rows]) {
      const cells = [...line.cells];
      line.append(...order.map(i => cells[i]));
    }
  }
  function sortable(map) {
    const lines = [...map.tBodies[0].rows], inOrder = [map.tHead.rows[0], ...lines].map(line => [...line.cells]);
    map.restore = () => {
      map.tBodies[0].append(...lines);
      [map.tHead.rows[0], ...lines].forEach((line, i) => line.append(...inOrder[i]));
    };
    const button = (head, sort, what) => {
      const made = Object.assign(document.createElement("button"), { type: "button", title: `sort ${what} by this` });
      made.append(...head.childNodes);
      made.onclick = sort;
      head.append(made);
    };
    for (const head of [...map.tHead.rows[0].cells].slice(1)) button(head, () => sortRows(map, head.cellIndex), "outputs");
    for (const row of lines) button(row.cells[0], () => sortColumns(map, row), "losses");
  }

  // --- a cell: its curve, its numbers, where it leads --------------------------------------------------------

  window.atlasCurves = (kind, data) => { fetched[kind].data = data; };
  function curvesOf(kind) {
    fetched[kind] ??= { ready: new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL(`atlas-${kind}.js`, source).href;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    }) };
    return fetched[kind].ready.then(() => fetched[kind].data);
  }

  function picture(data, own, reference) {
    const W = Math.min(Math.max(panel.clientWidth - 34, 280), 640);
    const curves = [own, reference].filter(Boolean).flatMap(one => one.curve.flat()).filter(v => v !== null).map(v => v / 1000);
    const top = Math.min(Math.max(1.1, ...curves), 3), last = data.observed.at(-1);
    const x = step => LEFT + (W - LEFT - RIGHT) * Math.log1p(step) / Math.log1p(last);
    const y = v => TOP + (H - TOP - BOTTOM) * (1 - Math.min(v === null ? top : v / 1000, top) / top);
    const point = (v, i) => `${x(data.observed[i]).toFixed(1)},${y(v).toFixed(1)}`;
    const line = values => `M${values.map(point).join("L")}`;
    const cloud = ([low, , high]) => `M${low.map(point).join("L")}L${high.map(point).reverse().join("L")}Z`;
    const steps = [0, 1, 4, 16, 64, last].filter((s, i, all) => all.indexOf(s) === i);
    const marks = steps.map(s => `<path class="ex-grid" d="M${x(s)},${TOP}V${H - BOTTOM}"/><text x="${x(s)}" y="${H - BOTTOM + 16}" text-anchor="middle">${s}</text>`);
    const levels = [0, 0.5, 1, 1.5, 2, 2.5, 3].filter(v => v <= top).map(v =>
      `<path class="${v === 1 ? "ex-zero" : "ex-grid"}" d="M${LEFT},${y(1000 * v)}H${W - RIGHT}"/><text x="${LEFT - 6}" y="${y(1000 * v) + 4}" text-anchor="end">${v}</text>`);
    return `<svg viewBox="0 0 ${W} ${H}" role="img" aria-label="Training error against the step; the numbers are in the table below" focusable="false">
${marks.join("")}${levels.join("")}<text x="${(LEFT + W) / 2}" y="${H - 6}" text-anchor="middle">step</text>
${reference ? `<path class="atlas-theirs" d="${line(reference.curve[1])}"/>` : ""}
<path class="atlas-cloud" d="${cloud(own.curve)}"/><path class="atlas-own" d="${line(own.curve[1])}"/></svg>`;
  }

  function numbers(own, reference) {
    const spread = v => v[0] === null ? "∞" : v.length < 3 ? said(v[0]) : `${said(v[0])} (${said(v[1])} to ${said(v[2])})`;
    const share = v => `${Math.round(20 * v)} of 20 seeds`;
    const rows = [
      ["test error", one => spread(one.error)], ["off a straight line", one => spread(one.line)],
      ["too high by", one => spread(one["too high"])], ["wrong decisions", one => one.wrong ? spread(one.wrong) : ""],
      ["steps to 0.75", one => spread(one.steps)], ["dead", one => share(one.dead)], ["diverged", one => share(one.diverged)],
      ["step size, for errors", one => said(one.sizes.error) + (one.edges.includes("error") ? ", an edge of the grid" : "")],
      ["step size, for speed", one => said(one.sizes.speed) + (one.edges.includes("speed") ? ", an edge of the grid" : "")],
    ].filter(([, of]) => of(own) !== "");
    const shown = rows.map(([name, of]) => `<tr><th scope="row">${name}</th><td>${of(own)}</td><td>${reference ? of(reference) : "the same"}</td></tr>`);
    return `<div class="atlas-scroll"><table class="atlas-numbers"><thead><tr><th scope="col">median of 20 seeds</th><th scope="col">this cell</th><th scope="col">reference</th></tr></thead><tbody>${shown.join("")}</tbody></table></div>`;
  }

  function tell(data, bring) {
    const one = data.cells[state.cell], i = STARTS.indexOf(state.start), own = one.starts[i];
    const reference = state.cell === data.reference ? null : data.cells[data.reference].starts[i];
    const links = [`<a href="${one.law[0]}.html">${escaped(one.law[1])}</a>`];
    if (one.setting) links.push(`<a href="${escaped(one.setting)}&amp;z=${state.start === "bad" ? -4 : 0}">see the pair move</a>`);
    const found = own ? `${picture(data, own, reference)}<p class="atlas-words">Training error in units of the best constant's: the median of the seeds, in a cloud from quartile to quartile${reference ? `; dashed, ${escaped(data.cells[data.reference].name)}` : ""}.${own.repeats ? "" : " <strong>Not repeatable</strong>: a nudge of the first weights by one part in a million million changes what is told here; the numbers hang on rounding."}</p>${numbers(own, reference)}`
      : `<p>${escaped(one.why ?? "Not computed yet.")}</p>`;
    panel.innerHTML = `<h3>${escaped(one.name)}</h3><p role="status"><strong>${escaped(one.classes[i])}</strong> from the ${state.start} start${one.classes[0] === one.classes[1] ? "" : `, ${escaped(one.classes[1 - i])} from the ${STARTS[1 - i]} one`}. ${links.join(" · ")}</p>${found}`;
    if (bring) panel.scrollIntoView({ block: "nearest" });
  }
  function choose(cell, bring = false) {
    state.cell = cell.dataset.cell;
    show();
    const asked = `${state.kind} ${state.cell}`;
    curvesOf(state.kind).then(data => asked === `${state.kind} ${state.cell}` && tell(data, bring), () => { panel.innerHTML = "<p>The curves of this kind cannot be loaded.</p>"; });
  }
  const chosen = () => cellsOf(mapOf(state.kind)).flat().find(cell => cell.dataset.cell === state.cell);

  for (const map of maps) {
    map.addEventListener("click", event => {
      const cell = event.target.closest("td");
      if (cell) choose(cell, true);
    });
    map.addEventListener("keydown", event => {
      const cell = event.target.closest("td");
      const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!cell || !(move || event.key === "Enter" || event.key === " ")) return;
      event.preventDefault();
      if (!move) return choose(cell, true);
      const rows = cellsOf(map), r = rows.findIndex(row => row.includes(cell)), next = rows[r + move[0]]?.[rows[r].indexOf(cell) + move[1]];
      if (!next) return;
      cell.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  }
  form.addEventListener("input", () => {
    const other = form.elements.kind.value !== state.kind;
    Object.assign(state, { kind: form.elements.kind.value, start: form.elements.start.value });
    if (other && !chosen()) state.cell = "";
    show();
    if (chosen()) choose(chosen());
  });
  form.addEventListener("reset", event => { event.preventDefault(); maps.forEach(map => map.restore?.()); show(); });
  form.addEventListener("submit", event => event.preventDefault());

  // --- begin -------------------------------------------------------------------------------------------------

  const asked = new URLSearchParams(location.search), source = document.querySelector('script[src*="atlas.js"]').src;
  if (kinds.includes(asked.get("kind"))) state.kind = asked.get("kind");
  if (STARTS.includes(asked.get("start"))) state.start = asked.get("start");
  root.classList.add("atlas-live");
  state.cell = asked.get("cell") ?? "";
  if (!chosen()) state.cell = "";
  show();
  if (chosen()) choose(chosen());
}

document.querySelectorAll(".atlas").forEach(startAtlas);
