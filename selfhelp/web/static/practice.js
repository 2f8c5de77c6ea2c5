/* Leads through a practice: one line after the other, from one clock, with a drawing for the breath. */

const LEAST = 20;
const MOST = 55;
const stillness = matchMedia('(prefers-reduced-motion: reduce)');

function lead(practice) {
  const part = (name) => practice.querySelector(`[data-${name}]`);
  const [go, stop, said, stopped, breath, voice] = ['go', 'stop', 'said', 'stopped', 'breath', 'voice'].map(part);
  const [start, pause, goOn] = go.dataset.words.split('|');
  const lines = [...practice.querySelectorAll('[data-seconds]')];
  const ends = lines.map((_, n) => lines.slice(0, n + 1).reduce((sum, line) => sum + Number(line.dataset.seconds), 0));
  let elapsed = 0; // seconds of practice, pauses left out
  let since = 0;
  let turn = 0; // of the clock; 0 while it stands
  let current = -1;

  function shows(number) {
    lines[current]?.classList.remove('note');
    lines[current]?.removeAttribute('aria-current');
    current = number;
    // One line at a time while it lasts: with a long practice, the way to stop would be far up the page.
    lines.forEach((one, n) => { one.hidden = number >= 0 && n !== number; });
    const line = lines[number];
    if (!line) return;
    line.classList.add('note');
    line.setAttribute('aria-current', 'step');
    line.scrollIntoView({ block: 'nearest', behavior: stillness.matches ? 'auto' : 'smooth' });
    said.textContent = line.firstElementChild.textContent;
    const borrowed = line.querySelector('[lang]');
    if (voice.firstElementChild.checked) speak(said.textContent, borrowed?.lang ?? practice.dataset.voiceOf);
  }

  function breathes() {
    const [inwards, outwards] = [Number(practice.dataset.in), Number(practice.dataset.out)];
    const at = elapsed % (inwards + outwards);
    const isIn = at < inwards;
    const share = isIn ? at / inwards : 1 - (at - inwards) / outwards;
    const left = Math.ceil(isIn ? inwards - at : inwards + outwards - at);
    const words = breath.lastElementChild.dataset.words.split('|')[isIn ? 0 : 1];
    breath.lastElementChild.textContent = stillness.matches ? `${words} ${left}` : words;
    breath.firstElementChild.toggleAttribute('hidden', stillness.matches);
    breath.querySelector('circle').setAttribute('r', LEAST + (MOST - LEAST) * (1 - Math.cos(share * Math.PI)) / 2);
  }

  function ticks(time) {
    elapsed += (time - since) / 1000;
    since = time;
    const number = ends.findIndex((end) => elapsed < end);
    if (number < 0) return ended(said.dataset.over);
    if (number !== current) shows(number);
    if (breath) breathes();
    turn = requestAnimationFrame(ticks);
  }

  function stands() {
    cancelAnimationFrame(turn);
    turn = 0;
    window.speechSynthesis?.cancel();
  }

  function ended(words) {
    stands();
    shows(-1);
    elapsed = 0;
    go.textContent = start;
    stop.hidden = true;
    if (breath) breath.hidden = true;
    said.textContent = words;
  }

  go.addEventListener('click', () => {
    if (turn) {
      stands();
      go.textContent = goOn;
      return;
    }
    stop.hidden = false;
    stopped.hidden = true;
    if (breath) breath.hidden = false;
    go.textContent = pause;
    since = performance.now();
    turn = requestAnimationFrame(ticks);
  });
  stop.addEventListener('click', () => {
    ended('');
    stopped.hidden = false;
    stopped.focus();
  });
  addEventListener('pagehide', stands);
  part('player').hidden = false;
  voice.hidden = !window.speechSynthesis;
  stopped.hidden = true;
  part('until-then').remove();
}

function speak(words, language) {
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.lang = language;
  spoken.rate = 0.85;
  speechSynthesis.cancel();
  speechSynthesis.speak(spoken);
}

for (const practice of document.querySelectorAll('[data-practice]')) lead(practice);
