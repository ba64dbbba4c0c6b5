// Keeps an open page fresh: reloads it when it changed, at the place where the reader was,
// and shows over it what is wrong.  Served by `editions preview` only; no page holds it.
(() => {
  const script = document.currentScript;
  const { page, version, language, direction } = script.dataset;
  const words = JSON.parse(script.dataset.words);
  const say = (english, value) => words[english].replace('%s', value);
  const PLACE = `editions-place:${location.pathname}`;
  let source = null;

  // The reading place: the block that begins nearest to the top of the window, and how near.
  const blocks = () => [...document.querySelectorAll('main [id]')];
  const remember = () => {
    const tops = blocks().map((block) => [block.id, block.getBoundingClientRect().top]);
    const [id, top] = tops.sort((a, b) => Math.abs(a[1]) - Math.abs(b[1]))[0] || ['', 0];
    sessionStorage.setItem(PLACE, JSON.stringify([id, top, scrollX, scrollY]));
  };
  const restore = () => {
    const kept = sessionStorage.getItem(PLACE);
    if (!kept) return;
    sessionStorage.removeItem(PLACE);
    const [id, top, x, y] = JSON.parse(kept);
    const block = id && document.getElementById(id);
    const to = block ? block.getBoundingClientRect().top + scrollY - top : y;
    scrollTo({ left: x, top: to, behavior: 'instant' });
  };
  // What somebody is writing is not lost: the page waits until it is sent or cleared.
  const writing = () => [...document.querySelectorAll('textarea')].some((field) => field.value);
  const reload = () => {
    if (writing()) { addEventListener('focusout', reload, { once: true }); return; }
    const frame = document.querySelector('body.paper iframe');
    if (frame) { frame.src = frame.src; return; }
    remember();
    history.scrollRestoration = 'manual';
    location.reload();
  };

  // What is wrong, over the page, in a tree of its own so that no style sheet meets another.
  let host = null;
  const line = (tag, text, name) => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  const summary = (state) => {
    const parts = [];
    if (state.failed) parts.push(say('Not built'));
    if (state.errors.length) parts.push(say('Errors: %s', state.errors.length));
    if (state.warnings.length) parts.push(say('Warnings: %s', state.warnings.length));
    if (state.failed && state.built) parts.push(say('Showing the last good edition (%s)', when(state.built)));
    if (state.failed && !state.built) parts.push(say('It has never been built.'));
    return parts.join(' · ');
  };
  const when = (built) => new Date(built).toLocaleTimeString(language);
  const show = (state) => {
    if (host) host.remove();
    host = null;
    if (!state.failed && !state.errors.length && !state.warnings.length) return;
    host = document.createElement('div');
    host.id = 'editions-preview';
    const root = host.attachShadow({ mode: 'open' });
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/-/preview.css' });
    const frame = document.createElement('div');
    frame.setAttribute('role', 'status');
    frame.lang = language;
    frame.dir = direction;
    const box = document.createElement('details');
    const bad = state.failed || state.errors.length > 0;
    // a page for reviewers has each finding beside its message: there it would only cover them
    box.open = state.failed || (bad && !page.startsWith('review/'));
    box.className = bad ? 'findings bad' : 'findings';
    const list = document.createElement('ul');
    list.lang = 'en';  // findings are in English, whatever the page's
    list.dir = 'ltr';
    for (const text of state.errors) list.append(line('li', text, 'error'));
    for (const text of state.warnings) list.append(line('li', text));
    box.append(line('summary', summary(state)), list);
    root.append(style, frame);
    document.body.append(host);
    document.body.style.paddingBlockEnd = '5rem';  // the foot of the page can be scrolled free of it
    frame.append(box);  // into a region that is there already, so that it is read aloud
  };
  addEventListener('keydown', (event) => {
    const box = host && host.shadowRoot.querySelector('details');
    if (event.key === 'Escape' && box) box.open = false;
  });

  // One connection for each tab that is looked at: a browser grants a server only six.
  let current = version;
  const listen = () => {
    if (source || document.hidden) return;
    source = new EventSource(`/-/events?page=${encodeURIComponent(page)}`);
    source.onmessage = (event) => {
      const state = JSON.parse(event.data);
      if (state.version !== current && !state.working) { current = state.version; reload(); return; }
      if (!state.working) show(state);
    };
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden && source) { source.close(); source = null; }
    listen();
  });
  restore();
  listen();
})();
