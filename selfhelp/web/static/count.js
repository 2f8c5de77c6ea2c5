/* Says how many letters are left. Typing is never stopped; the server says kindly when it became too much. */

for (const area of document.querySelectorAll('textarea[data-max]')) {
  const line = area.parentElement.querySelector('[data-count-for]');
  const seen = document.createElement('span');
  const heard = document.createElement('span');
  seen.setAttribute('aria-hidden', 'true');
  heard.className = 'ds-sr-only';
  heard.setAttribute('role', 'status');
  line.append(seen, heard);
  let timer = 0;

  const count = () => {
    const left = area.dataset.max - area.value.length;
    const words = (left < 0 ? line.dataset.over : line.dataset.left).replace('{n}', Math.abs(left));
    seen.textContent = words;
    line.hidden = left > area.dataset.max / 2; // no need to think of it before half is used
    clearTimeout(timer);
    timer = setTimeout(() => { heard.textContent = line.hidden ? '' : words; }, 1000);
  };
  area.addEventListener('input', count);
  count();
}
