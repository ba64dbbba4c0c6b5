/* Shows the search where it can work, and brings in the rest only on the page that searches.
   Without JavaScript, and on a page opened from disk, what is marked data-search stays hidden;
   from disk the box in the masthead gives up the place that was kept for it, too. */
if (location.protocol === 'file:') {
  document.querySelector('.masthead [data-search]')?.remove();
} else {
  for (const part of document.querySelectorAll('[data-search]')) part.hidden = false;
  for (const part of document.querySelectorAll('[data-search-off]')) part.hidden = true;
  const page = document.querySelector('#search[data-engine]'); // a passage may be named so, too
  if (page) import(new URL(page.dataset.engine, location)).then((engine) => engine.start(page));
}
