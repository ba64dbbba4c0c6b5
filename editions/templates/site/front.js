// Points out the language that the browser asks for.  The page is whole without this.
for (const range of navigator.languages) {
  const primary = range.toLowerCase().split('-')[0];
  const found = [...document.querySelectorAll('.choices li')].find(
    (item) => item.lang.toLowerCase().split('-')[0] === primary,
  );
  if (found) {
    found.classList.add('asked');
    break;
  }
}
