// Answers [[kind, activation, loss, [x…], [y…]]…] by [{what: [text…]}], and says which names it knows.
function answered(questions, pairings) {
  const { activations, losses, compose, matching } = pairings;
  const both = pair => ({ value: pair.value, gradient: pair.gradient });
  const kinds = {
    activation: a => ({ value: z => a.value(z), vjp: z => a.vjp(z, 1), ...(a.potential && { potential: z => a.potential(z) }) }),
    matched: a => both(matching(a)),
    loss: (_, loss) => both(loss),
    composed: (a, loss) => both(compose(a, loss)),
  };
  const known = ([, a, loss]) => (!a || activations[a]) && (!loss || losses[loss]);
  const answer = ([kind, a, loss, x, y]) =>
    Object.fromEntries(Object.entries(kinds[kind](activations[a], losses[loss])).map(([what, f]) =>
      [what, x.map((z, i) => String(f(Number(z), Number(y[i]))))]));
  return { names: Object.keys({ ...activations, ...losses }), answers: questions.filter(known).map(answer) };
}
if (typeof module !== "undefined") {
  const { makePairings } = require(process.argv[2]);
  const text = require("fs").readFileSync(0, "utf8");
  process.stdout.write(JSON.stringify(answered(JSON.parse(text), makePairings())));
}
