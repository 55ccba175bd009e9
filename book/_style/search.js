// A page is found by some of the words of a query, the best first (search_words.py).
// Sphinx asks for all of them, and finds "ordinary" for "ordinal".
// This file comes before Sphinx's own: its turn is when the page is read.
document.addEventListener("DOMContentLoaded", () => {
  const stem = (word) => new Stemmer().stemWord(word.toLowerCase());
  const list = (files) => (files === undefined ? [] : [].concat(files));
  const found = (words, word) => {
    if (Object.hasOwn(words, word)) return list(words[word]);
    if (word.length < 4) return [];
    const longer = Object.keys(words).filter((other) => other.startsWith(word));
    return longer.flatMap((other) => list(words[other]));
  };

  Search.performTermsSearch = (searchTerms) => {
    const { terms, titleterms, indexentries, docnames, filenames, titles } = Search._index;
    const score = new Map();
    const add = (file, points) => score.set(file, (score.get(file) ?? 0) + points);
    const weight = new Map();
    for (const word of searchTerms) {
      const files = new Set(found(terms, word)), headed = new Set(found(titleterms, word));
      const rare = Math.log(1 + docnames.length / Math.max(1, files.size));
      weight.set(word, rare);
      for (const file of files) add(file, 10 * rare);
      for (const file of headed) add(file, 20 * rare);
    }
    const sum = (words) => words.reduce((all, word) => all + (weight.get(word) ?? 1), 0);
    const whole = sum([...searchTerms]);
    const best = new Map(); // of the phrases of a page the one nearest to the query
    for (const [phrase, places] of Object.entries(indexentries)) {
      const words = [...new Set(splitQuery(phrase).map(stem))].filter((w) => !stopwords.includes(w));
      const shared = words.filter((word) => searchTerms.has(word));
      if (!shared.length) continue;
      const near = (sum(shared) / whole) * (shared.length / words.length);
      for (const [file] of places) best.set(file, Math.max(best.get(file) ?? 0, near));
    }
    for (const [file, near] of best) add(file, 60 * whole * near);
    // How the package is built is seldom meant, and what a word means is said shortly.
    const weigh = (file) => (/reference|changelog|bibliography/.test(docnames[file]) ? 0.3 : /glossary/.test(docnames[file]) ? 0.6 : 1);
    for (const [file, points] of score) score.set(file, points * weigh(file));
    const enough = Math.max(0, ...score.values()) / 3;
    return [...score]
      .filter(([, points]) => points >= enough)
      .map(([file, points]) => [docnames[file], titles[file], "", null, points, filenames[file]]);
  };
});
