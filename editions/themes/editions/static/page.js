/* What a page does beside what HTML and CSS do; without JavaScript it is whole.

   - The text is shown when its fonts have come; styles/type.css says why and for how long it waits.
   - A language link of the masthead leads to the passage that is being read: ids are the same in
     every edition. Without JavaScript it leads to the page, and the links at each heading to its
     section.
   - The contents show where the reader is.
   - A note that is read in place is closed by Escape and by a click elsewhere, and the page stays
     where it is. Without JavaScript its × leads back to the call. */
document.body.getBoundingClientRect(); // lays the page out, and so asks for the fonts
document.fonts.ready.then(() => document.documentElement.classList.add('settled'));

const sections = [...document.querySelectorAll('article section[id]')];
const passages = [...document.querySelectorAll('article [id]:is(section, [data-paragraph])')];

/** The last of some places that begins above the upper third of the window. */
function reached(places) {
  return places.findLast((place) => place.getBoundingClientRect().top < innerHeight / 3);
}

for (const link of document.querySelectorAll('.languages a[rel="alternate"]')) {
  const lead = () => {
    const last = scrollY < innerHeight / 3 ? undefined : reached(passages);
    link.hash = last ? `#${last.id}` : '';
  };
  for (const event of ['pointerenter', 'pointerdown', 'focus']) link.addEventListener(event, lead);
}

const entries = new Map();
for (const link of document.querySelectorAll('.outline a[href^="#"]')) {
  entries.set(decodeURIComponent(link.hash.slice(1)), link);
}
let current;
let waiting = false;

function follow() {
  waiting = false;
  const link = entries.get(reached(sections.filter(({ id }) => entries.has(id)))?.id);
  if (link === current) return;
  current?.removeAttribute('aria-current');
  link?.setAttribute('aria-current', 'true');
  current = link;
}

if (entries.size) {
  follow();
  addEventListener('scroll', () => {
    if (!waiting) requestAnimationFrame(follow);
    waiting = true;
  }, { passive: true });
}

/** Close the note that is open, and leave the page where it is. */
function close(note) {
  const [x, y] = [scrollX, scrollY];
  location.replace(note.querySelector('.close').hash);
  scrollTo({ left: x, top: y, behavior: 'instant' });
}

const open = () => document.querySelector('.footnote:target:has(.close)');
addEventListener('keydown', (event) => {
  const note = event.key === 'Escape' && open();
  if (note) close(note);
});
addEventListener('click', (event) => {
  const note = open();
  const link = event.target.closest('a');
  if (!note || (link && !link.matches('.close')) || (!link && note.contains(event.target))) return;
  event.preventDefault();
  close(note);
});
