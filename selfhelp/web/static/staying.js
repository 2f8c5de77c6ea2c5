/* Says in good time that the log-in is about to run out, and keeps it on at one press (WCAG 2.2.1).

   Without this nothing is lost either: what is sent too late is carried over a new log-in. */

const AHEAD = 3 * 60_000; // the server may count up to one minute more than this page

const panel = document.querySelector('[data-stay]');
const words = panel.querySelector('p');
const button = panel.querySelector('button');
const lasts = Number(panel.dataset.stay) * 1000;
let timer = 0;

function begin() {
  panel.hidden = true;
  clearTimeout(timer);
  timer = setTimeout(() => {
    panel.hidden = false;
  }, lasts - AHEAD);
}

button.addEventListener('click', async () => {
  try {
    // Whoever is logged in is sent on from the front page; strangers are shown it.
    const reply = await fetch('/', { method: 'HEAD', redirect: 'manual' });
    if (reply.type === 'opaqueredirect') begin();
    else {
      words.textContent = panel.dataset.over;
      button.hidden = true;
    }
  } catch {
    // No connection just now: the panel stays, and the button can be pressed again.
  }
});
document.addEventListener('kept', begin); // the server has just heard from here
begin();
