// An address that leads to a section with a single fold opens it.
const unfold = () => {
  const folds = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.querySelectorAll("details.fold") ?? [];
  if (folds.length === 1) folds[0].open = true;
};
addEventListener("hashchange", unfold);
unfold();

// Folded code is plain text. When it is opened, its colours are painted over it (code_colours.py).
if (window.CSS?.highlights)
  document.addEventListener("toggle", ({ target }) => {
    for (const pre of target.querySelectorAll("pre[data-runs]")) {
      let start = 0;
      for (const run of pre.dataset.runs.split(" ")) {
        const [kind, length] = run.split(":"), end = start + Number(length), name = `code-${kind}`;
        if (kind) {
          if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
          const [startContainer, endContainer] = [pre.lastChild, pre.lastChild];
          CSS.highlights.get(name).add(new StaticRange({ startContainer, startOffset: start, endContainer, endOffset: end }));
        }
        start = end;
      }
      pre.removeAttribute("data-runs");
    }
  }, true);

// The path that a reader follows stays open from page to page (reading_paths.py). Only a click is
// remembered; a browser that stores nothing leaves all three folded.
try {
  for (const path of document.querySelectorAll("details[data-path]")) {
    path.open = localStorage.getItem("path") === path.dataset.path;
    path.querySelector("summary").addEventListener("click", () =>
      localStorage.setItem("path", path.open ? "" : path.dataset.path));
  }
} catch { /* storage is forbidden */ }
