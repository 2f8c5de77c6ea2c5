/* The preview follows the folder: what is saved shows at once, where the reader is. Without this a reload shows it. */

const HELD = 60_000; // ms; the server answers long before
let known = document.body.dataset.mark;

const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const reading = (mark) => mark.slice(0, mark.lastIndexOf('-')); // the rest tells of problems alone

/* A document, made by the browser: no script here may make one of text. */
const page = () =>
  new Promise((done, failed) => {
    const asking = new XMLHttpRequest();
    asking.open('GET', location.href);
    asking.responseType = 'document';
    asking.onload = ({ target }) => done(target.response);
    asking.onerror = failed;
    asking.send();
  });

async function renew() {
  const fresh = await page();
  for (const part of document.querySelectorAll('[data-renewed]')) {
    const newer = fresh?.getElementById(part.id);
    if (newer && !newer.isEqualNode(part)) part.replaceWith(newer);
  }
}

for (;;) {
  try {
    const answer = await fetch(`/changed?since=${known}`, { signal: AbortSignal.timeout(HELD) });
    const { mark } = await answer.json();
    if (mark !== known) {
      const frames = reading(mark) === reading(known) ? [] : document.querySelectorAll('iframe');
      for (const frame of frames) frame.contentWindow.location.reload();
      known = mark;
      await renew();
    }
  } catch {
    await wait(1000); // the preview has been stopped, and may come again
  }
}
