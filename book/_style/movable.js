// Figures of chapters that can be moved: what that takes is fetched when a reader asks for it, by tags,
// which work from a folder too. The figure itself: moving.js.

(() => {
  const { src, dataset } = document.currentScript;

  function tag(address) {
    const name = new URL(address, src), sheet = name.pathname.endsWith(".css");
    const element = Object.assign(document.createElement(sheet ? "link" : "script"), sheet ? { rel: "stylesheet", href: name } : { src: name });
    return new Promise((done, failed) => {
      Object.assign(element, { onload: done, onerror: failed });
      document.head.append(element);
    });
  }
  let asked = null;
  const fetched = () => asked ??= Promise.all(dataset.later.split(" ").map(tag));

  document.querySelectorAll(".movable").forEach(root => {
    const button = root.querySelector(".movable-start");
    for (const hint of ["pointerenter", "focus"]) button.addEventListener(hint, () => fetched().catch(() => {}));
    button.addEventListener("click", () => fetched().then(() => startMovable(root), () => {
      asked = null;
      root.querySelector(".movable-note").textContent = "What moves it could not be fetched; the explorer may be there.";
    }));
    root.classList.add("movable-ready");
  });
})();
