/* A language link of the masthead leads to the passage that is being read: ids are the same in
   every edition.  Without JavaScript it leads to the page, and the links at each heading to its
   section. */
const links = document.querySelectorAll('.languages a[rel="alternate"]');

function passage() {
  const places = [...document.querySelectorAll('article [id]:is(section, [data-paragraph])')];
  const above = places.filter((place) => place.getBoundingClientRect().top < innerHeight / 3);
  const last = above.at(-1);
  return scrollY < innerHeight / 3 || !last ? '' : `#${last.id}`;
}

for (const link of links) {
  const lead = () => { link.hash = passage(); };
  for (const event of ['pointerenter', 'pointerdown', 'focus']) link.addEventListener(event, lead);
}
