/* The search of one language, on the reader's side: MiniSearch over the edition's paragraphs.

   The words of a text are its words, without case and accents; where a script writes no spaces
   (Han, kana, Thai ...) they are its single characters and every pair of neighbours. Whatever
   stands in a paragraph letter for letter is found besides, so no two characters are missed. */
import MiniSearch from './minisearch.js';

const UNSPACED =
  '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}';
const WORD = new RegExp(`[${UNSPACED}]\\p{M}*|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const ALL_UNSPACED = new RegExp(`[${UNSPACED}]`, 'gu');
const STARTS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');
const INSIDE = /[\p{L}\p{N}]/u;
const ACCENTS = /[\u0300-\u036f]/g;
const APOSTROPHES = /[\u2018\u2019\u02bc]/g;
const BATCH = 20;

/** One shape for text and question: width, case, accents and apostrophes make no difference. */
export function plain(text) {
  return text.normalize('NFKD').replace(ACCENTS, '').replace(APOSTROPHES, "'").toLowerCase();
}

/** The words of a plain text, with the place of each: [word, start, end]. */
function words(text) {
  return Array.from(text.matchAll(WORD), (m) => [m[0], m.index, m.index + m[0].length]);
}

/** What a text is found by: its words, and the pairs of neighbouring unspaced characters. */
export function terms(text) {
  const found = words(plain(text));
  const pairs = [];
  for (let i = 1; i < found.length; i += 1) {
    const [[a, , end], [b, start]] = [found[i - 1], found[i]];
    if (end === start && STARTS_UNSPACED.test(a) && STARTS_UNSPACED.test(b)) pairs.push(a + b);
  }
  return found.map(([word]) => word).concat(pairs);
}

/** What a question asks for: no character that is part of a pair, no letter beside words. */
function asked(question) {
  const all = terms(question);
  const long = all.filter((term) => [...term].length > 1);
  const spare = (term) =>
    STARTS_UNSPACED.test(term)
      ? long.some((pair) => pair.includes(term))
      : /^\p{L}$/u.test(term) && long.length;
  return all.filter((term) => long.includes(term) || !spare(term));
}

/** Whether a text holds a phrase that does not begin inside a word. */
function startsWord(text, phrase) {
  if (STARTS_UNSPACED.test(phrase)) return true;
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    if (!INSIDE.test(text[at - 1] || ' ')) return true;
  }
  return false;
}

/** A search over an index: {pages: [[path, title]], sections: [[page, anchor, heading]],
    texts: [[section, anchor, text]]}. */
export class Search {
  constructor({ pages, sections, texts }) {
    const headings = sections.map(([page, anchor, text], section) => ({
      page,
      section,
      anchor,
      text,
      heading: true,
    }));
    const paragraphs = texts.map(([section, anchor, text]) => ({
      page: sections[section][0],
      section,
      anchor,
      text,
    }));
    this.pages = pages;
    this.sections = sections;
    this.entries = [...headings, ...paragraphs].map((entry, id) => ({
      id,
      ...entry,
      plain: plain(entry.text),
    }));
    this.engine = new MiniSearch({
      fields: ['text'],
      tokenize: terms,
      processTerm: (term) => term,
    });
    this.engine.addAll(this.entries);
  }

  /** The entries that answer a question, best first, as {section, href, text, heading, number,
      marks}. */
  find(question) {
    const wanted = plain(question).trim().replace(/\s+/g, ' ');
    if (!wanted) return [];
    const scores = this.scores(question);
    for (const entry of this.entries) {
      if (entry.plain.includes(wanted)) {
        const { score } = scores.get(entry.id) || { score: 0 };
        scores.set(entry.id, {
          score: score + (startsWord(entry.plain, wanted) ? 1000 : 0),
          terms: [wanted],
        });
      }
    }
    const order = [...scores].sort(([a, x], [b, y]) => y.score - x.score || a - b);
    return order.map(([id, { terms: hit }]) => this.answer(this.entries[id], hit));
  }

  /** Entries with all words of the question: id to {score, terms}. */
  scores(question) {
    const spaced = (term) => !STARTS_UNSPACED.test(term);
    const found = this.engine.search(question, {
      combineWith: 'AND',
      tokenize: asked,
      prefix: (term) => spaced(term) && term.length > 1,
      fuzzy: (term) => (spaced(term) && term.length > 4 && !/\d/.test(term) ? 0.2 : false),
      boostDocument: (id) => (this.entries[id].heading ? 2 : 1),
    });
    return new Map(found.map(({ id, score, terms: hit }) => [id, { score, terms: hit }]));
  }

  answer({ page, section, anchor, text, heading }, hit) {
    return {
      section,
      href: this.address(page, anchor),
      text,
      heading: Boolean(heading),
      number: /^p\d+$/.test(anchor) ? anchor.slice(1) : '',
      marks: marks(text, hit),
    };
  }

  address(page, anchor) {
    const path = this.pages[page][0].split('/').map(encodeURIComponent).join('/');
    return path + (anchor ? `#${anchor}` : '');
  }

  /** Answers under the section in which they stand, the best first: each section once, as {href,
      names, passages}. One whose heading alone answers shows how its text begins. */
  grouped(answers) {
    const groups = new Map();
    for (const answer of answers) {
      const { section } = answer;
      if (!groups.has(section)) groups.set(section, this.group(section));
      if (!answer.heading) groups.get(section).passages.push(answer);
    }
    for (const [section, group] of groups) {
      const first = this.entries.find((entry) => entry.section === section && !entry.heading);
      if (!group.passages.length && first) group.passages.push(this.answer(first, []));
    }
    return [...groups.values()];
  }

  group(section) {
    const [page, anchor, heading] = this.sections[section];
    const names = this.pages.length > 1 ? [heading, this.pages[page][1]] : [heading];
    return { href: this.address(page, anchor), names: [...new Set(names)], passages: [] };
  }
}

/** Where the terms stand in a text: [[start, end]] in order, touching ones joined. */
export function marks(text, hit) {
  const { shape, places } = mapped(text);
  const spots = [];
  for (const term of hit) {
    for (let at = shape.indexOf(term); term && at >= 0; at = shape.indexOf(term, at + 1)) {
      const whole =
        hit.length === 1 || STARTS_UNSPACED.test(term) || !INSIDE.test(shape[at - 1] || ' ');
      if (whole) spots.push([places[at], places[at + term.length]]);
    }
  }
  spots.sort(([a], [b]) => a - b);
  return spots.reduce((joined, [start, end]) => {
    const last = joined[joined.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
    return joined;
  }, []);
}

/** The plain shape of a text, and for each of its places the place in the text. */
function mapped(text) {
  let shape = '';
  const places = [];
  let at = 0;
  for (const { segment } of clusters(text)) {
    const piece = plain(segment);
    for (let i = 0; i < piece.length; i += 1) places.push(at);
    shape += piece;
    at += segment.length;
  }
  places.push(at);
  return { shape, places };
}

/** A letter and the accents that follow it, at a time. */
function clusters(text) {
  return Array.from(text.matchAll(/\P{M}\p{M}*|\p{M}+/gsu), ([segment]) => ({ segment }));
}

/** Whether most of a text is in a script without spaces: it may begin with a number. */
function unspaced(text) {
  return (text.match(ALL_UNSPACED) || []).length * 2 > text.length;
}

/** The part of a text round its first mark, as [text, marked] pieces. */
export function excerpt(text, spots, width) {
  const [before, after] = unspaced(text) ? ['……', '……'] : ['… ', '…'];
  const middle = spots.length ? spots[0][0] : 0;
  let from = Math.max(0, middle - Math.floor(width / 3));
  let to = Math.min(text.length, from + width);
  if (from > 0) from = edge(text, from, 1);
  if (to < text.length) to = edge(text, to, -1);
  const pieces = from > 0 ? [[before, false]] : [];
  let at = from;
  for (const [start, end] of spots.filter(([start, end]) => start >= from && end <= to)) {
    pieces.push([text.slice(at, start), false], [text.slice(start, end), true]);
    at = end;
  }
  pieces.push([text.slice(at, to), false]);
  if (to < text.length) pieces.push([after, false]);
  return pieces.filter(([piece]) => piece);
}

/** The nearest space within a word's length, so that an excerpt cuts no word. */
function edge(text, at, step) {
  for (let i = 0, place = at; i < 16 && place > 0 && place < text.length; i += 1, place += step) {
    if (/\s/.test(text[place])) return step > 0 ? place + 1 : place;
  }
  return boundary(text, at, step);
}

/** The nearest place that is not inside a number, a word of letters or one character. */
function boundary(text, at, step) {
  const inside = (place) =>
    /[\ud800-\udbff]/.test(text[place - 1]) ||
    (/[0-9A-Za-z]/.test(text[place - 1]) && /[0-9A-Za-z]/.test(text[place]));
  let place = at;
  while (place > 0 && place < text.length && inside(place)) place += step;
  return place;
}

/** Run the search page: `page` holds a form, a status line and a list. */
export async function start(page) {
  const [box, status, list, more] = ['input', '[role=status]', 'ol', 'button[type=button]'].map(
    (name) => page.querySelector(name),
  );
  const say = page.dataset;
  let search;
  let groups = [];
  let timer;

  async function load() {
    const reply = await fetch(say.index);
    if (!reply.ok) throw new Error(`${say.index}: ${reply.status}`);
    return new Search(await reply.json());
  }

  function show(count) {
    const begin = list.children.length;
    list.append(...groups.slice(begin, begin + count).map(item));
    more.hidden = list.children.length >= groups.length;
  }

  function run() {
    const question = box.value.trim();
    const answers = search.find(question);
    groups = search.grouped(answers);
    list.replaceChildren();
    show(BATCH);
    status.textContent = question
      ? (answers.length ? say.some : say.none).replace('%s', answers.length)
      : '';
    const address = new URL(location);
    if (question) address.searchParams.set('q', question);
    else address.searchParams.delete('q');
    history.replaceState(null, '', address);
  }

  async function ask() {
    try {
      search = await (search || load());
      run();
    } catch {
      search = undefined;
      status.textContent = say.failed;
    }
  }

  more.addEventListener('click', () => {
    const next = list.children.length;
    show(BATCH);
    list.children[next].querySelector('a').focus();
  });
  box.form.addEventListener('submit', (event) => {
    event.preventDefault();
    ask();
  });
  box.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  page.addEventListener('keydown', (event) => move(event, box, list));
  box.value = new URL(location).searchParams.get('q') || '';
  document.fonts.ready.then(() => box.focus()); // what waits for its fonts takes no focus
  if (box.value) await ask();
}

/** Up and down lead through the answers; everything is reached by Tab as well. */
function move(event, box, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const stops = [box, ...list.querySelectorAll('a')];
  const next = stops[stops.indexOf(event.target) + step];
  if (!step || !next || !stops.includes(event.target)) return;
  event.preventDefault();
  next.focus();
}

function item({ href, names: [name, ...rest], passages }) {
  const names = [
    element('a', { href }, [name]),
    ...rest.map((title) => element('span', {}, [title])),
  ];
  const lines = passages.map((passage) => {
    const number = element('span', { className: 'number' }, [passage.number]);
    const words = pieces(passage.text, passage.marks);
    const link = element('a', { href: passage.href }, [number, ...words]);
    return element('p', { className: 'excerpt' }, [link]);
  });
  return element('li', {}, [element('p', { className: 'where' }, names), ...lines]);
}

function pieces(text, spots) {
  const width = unspaced(text) ? 90 : 220;
  return excerpt(text, spots, width).map(([piece, marked]) =>
    marked ? element('mark', {}, [piece]) : piece,
  );
}

function element(name, values, children) {
  const made = Object.assign(document.createElement(name), values);
  made.append(...children);
  return made;
}
