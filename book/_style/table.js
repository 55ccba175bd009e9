// The complete table: typed words keep the rows that have them all, a click on a head sorts, boxes choose
// columns. Where rows are folded by chapter, the folds that hold a kept row open. A row may hold a list: its
// items that have the words stand out. Without this script all is there.

function startRows(holder) {
  "use strict";
  // What people call it, in the words of the table.
  const CALLED = {
    mse: "squared", rmse: "squared", l2: "squared", mae: "absolute", l1: "absolute", bce: "log loss", ce: "cross-entropy",
    logistic: "sigmoid", logit: "sigmoid", logits: "sigmoid", kl: "cross-entropy", binary: "yes or no", price: "price",
    outliers: "wild", outlier: "wild", robust: "wild", quantile: "quantile", deviance: "deviance",
    multiclass: "classes", multilabel: "labels", counts: "count", skewed: "price", uncertainty: "sure", noise: "noise", zeros: "zeros",
  };
  const start = document.querySelector(".complete-start"), table = holder.querySelector("table");
  const heads = [...holder.querySelectorAll("thead th")], folds = [...holder.querySelectorAll("details.fold")];
  const names = heads.map(head => head.textContent.trim()), rows = [...holder.querySelectorAll("tbody tr, .names-row")];
  const plain = text => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  // The same without signs, so that logcosh is found in log_cosh; a module before a name is not asked for.
  const bare = text => text.replace(/[^\p{L}\p{N}\s]|_/gu, "");
  const named = word => bare(word.replace(/\b(?:[a-z_]\w*\.)+(?=\w)/g, ""));
  const both = text => `${plain(text)} ${bare(plain(text))}`;
  // The head belongs to what is said below it, but not to a "none".
  const said = (cell, i) => cell.textContent.trim().startsWith("none") ? cell.textContent : `${names[i] ?? ""} ${cell.textContent}`;
  const words = new Map(rows.map(row => [row, both([...row.children].map(said).join(" "))]));
  const items = rows.flatMap(row => [...row.querySelectorAll("li")].map(item => [item, row]));
  for (const [item, row] of items) words.set(item, both(`${row.firstElementChild.textContent} ${item.textContent}`));

  const shown = start.dataset.shown.split(" ").filter(Boolean);
  const form = document.createElement("form");
  form.className = "complete-form";
  const boxes = names.map((name, i) => `<label><input type="checkbox" name="column" value="${i}"> ${name}</label>`);
  form.innerHTML = `<label>Find <input type="search" name="find" placeholder="${start.dataset.example}" autocomplete="off" spellcheck="false"></label>
<output aria-live="polite"></output><details ${names.length > shown.length ? "" : "hidden"}><summary>Columns</summary><div role="group" aria-label="Columns">${boxes.join("")}</div></details>`;
  start.replaceWith(form);
  holder.classList.add("complete-live");
  const { find } = form.elements, columns = [...form.querySelectorAll("[name=column]")], found = form.querySelector("output");

  function choose() {
    columns.forEach((box, i) => { for (const row of table?.rows ?? []) row.cells[i].hidden = !box.checked; });
  }
  function filter() {
    const asked = plain(find.value).split(/\s+/).filter(Boolean);
    const has = (text, word) => text.includes(word) || text.includes(named(word)) || (Object.hasOwn(CALLED, word) && text.includes(plain(CALLED[word])));
    const suits = element => asked.every(word => has(words.get(element), word));
    for (const row of rows) row.hidden = !suits(row);
    for (const [item] of items) item.classList.toggle("found", asked.length > 0 && suits(item));
    for (const fold of folds) {
      const kept = rows.some(row => !row.hidden && fold.contains(row));
      fold.hidden = !kept;
      fold.open = kept && asked.length > 0;
    }
    const left = rows.filter(row => !row.hidden).length;
    found.textContent = left ? `${left} of ${rows.length} rows` : "No row has all these words. Fewer words find more.";
    const query = new URLSearchParams(find.value && { find: find.value });
    const now = `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`;
    if (now === location.pathname + location.search + location.hash) return;
    try {
      history.replaceState(null, "", now);
    } catch { /* a page in a frame */ }
  }
  function sort(i) {
    const up = heads[i].getAttribute("aria-sort") !== "ascending";
    heads.forEach(head => head.removeAttribute("aria-sort"));
    heads[i].setAttribute("aria-sort", up ? "ascending" : "descending");
    const text = row => row.cells[i].textContent.trim();
    rows.sort((a, b) => (up ? 1 : -1) * text(a).localeCompare(text(b), "en", { numeric: true }));
    table.tBodies[0].append(...rows);
  }

  heads.forEach((head, i) => {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(...head.childNodes);
    button.onclick = () => sort(i);
    head.append(button);
  });
  columns.forEach(box => { box.checked = shown.includes(box.value); });
  find.value = new URLSearchParams(location.search).get("find") ?? "";
  form.addEventListener("submit", event => event.preventDefault());
  find.addEventListener("input", filter);
  form.querySelector("details").addEventListener("input", choose);
  form.querySelector("details").open = matchMedia("(min-width: 721px)").matches;
  choose();
  filter();
}

document.querySelectorAll(".complete").forEach(startRows);
