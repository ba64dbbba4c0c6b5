// Moving about a review page with the keyboard, and the reviewer's name remembered here.
// Without it the page does all the same but these two.
(() => {
  const rows = () => [...document.querySelectorAll('article')].filter((row) => row.offsetParent);
  const current = () => document.activeElement.closest('article');

  const move = (step) => {
    const all = rows();
    const here = all.indexOf(current());
    const seen = all.findIndex((row) => row.getBoundingClientRect().bottom > innerHeight / 4);
    const next = all[here < 0 ? seen : here + step];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'start' });
  };
  const comment = () => {
    const form = current() && current().querySelector('.give');
    if (!form) return;
    form.open = true;
    form.querySelector('select, textarea').focus();
  };
  const keys = { j: () => move(1), k: () => move(-1), c: comment };
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('input, select, textarea')) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  const NAME = 'editions-reviewer';
  for (const input of document.querySelectorAll('.give input[name=name]')) {
    input.value = localStorage.getItem(NAME) || '';
    input.addEventListener('change', () => localStorage.setItem(NAME, input.value));
  }
})();
