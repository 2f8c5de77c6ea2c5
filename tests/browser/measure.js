/* Measures a page as it stands, and returns what is wrong with it, one sentence each. No style of its own stays.
   spaced: with the text spaced out; focus: only what has the focus now. */

({ spaced, focus }) => {
  const found = new Set();
  const isScrolled = (one) => ['auto', 'scroll'].includes(getComputedStyle(one).overflowX);
  const named = (one) => {
    const words = (one.ariaLabel || one.innerText || one.name || '').trim().slice(0, 30);
    return `${one.localName}.${one.className || ''} “${words}”`;
  };
  const ancestors = function* (one) {
    for (let up = one; up; up = up.parentElement) yield up;
  };
  const isHidden = (one) => !one.checkVisibility({ visibilityProperty: true })
    || [...ancestors(one)].some((up) => getComputedStyle(up).clipPath !== 'none' || getComputedStyle(up).clip !== 'auto');

  /** Every piece of text with the rectangles it takes. */
  function texts() {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const all = [];
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const one = node.parentElement;
      if (!node.data.trim() || one.closest('svg, option, noscript, script') || isHidden(one)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      all.push({ one, rects: [...range.getClientRects()].filter((rect) => rect.width > 1) });
    }
    return all;
  }

  function cut() {
    for (const one of document.querySelectorAll('body *')) {
      const { overflowX, overflowY } = getComputedStyle(one);
      const hides = (value) => ['hidden', 'clip'].includes(value);
      if (one.closest('svg') || one.localName === 'progress' || isHidden(one)) continue;
      if (hides(overflowX) && one.scrollWidth > one.clientWidth + 1) found.add(`cut off at the side: ${named(one)}`);
      if (hides(overflowY) && one.scrollHeight > one.clientHeight + 1) found.add(`cut off below: ${named(one)}`);
    }
  }

  function drawn() {
    for (const one of document.querySelectorAll('svg[viewBox] text')) {
      const { x, y, width, height } = one.ownerSVGElement.viewBox.baseVal;
      const box = one.getBBox();
      const fits = box.x > x - 2 && box.y > y - 2 && box.x + box.width < x + width + 2 && box.y + box.height < y + height + 4;
      if (box.width && !fits) found.add(`cut off in a drawing: ${one.textContent}`);
    }
  }

  function beside() {
    for (const { one, rects } of texts()) {
      if ([...ancestors(one)].some(isScrolled)) continue;
      if (rects.some((rect) => rect.right > innerWidth + 1 || rect.left < -1)) found.add(`off the screen: ${named(one)}`);
    }
  }

  function overlapping() {
    const all = texts().flatMap(({ one, rects }) => rects.map((rect) => ({ one, rect })));
    all.sort((a, b) => a.rect.top - b.rect.top);
    all.forEach((a, n) => {
      for (let m = n + 1; m < all.length && all[m].rect.top < a.rect.bottom - 6; m += 1) {
        const b = all[m];
        const across = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
        const down = Math.min(a.rect.bottom, b.rect.bottom) - b.rect.top;
        const lower = Math.min(a.rect.height, b.rect.height);
        if (across > 3 && down > Math.max(6, lower / 3) && a.one !== b.one) found.add(`over each other: ${named(a.one)}, ${named(b.one)}`);
      }
    });
  }

  function small() {
    const wanted = 'main .ds-button, .top .ds-button, .choice, summary, .ds-input:not(.choice *), .nav a';
    for (const one of document.querySelectorAll(wanted)) {
      if (isHidden(one) || getComputedStyle(one).pointerEvents === 'none') continue;
      const { width, height } = one.getBoundingClientRect();
      const least = one.closest('[data-size=sm]') ? 39.5 : 43.5;
      if (height < least || width < 24) found.add(`small to hit, ${Math.round(width)} by ${Math.round(height)}: ${named(one)}`);
    }
  }

  /** What has the focus shows it, and lies under nothing. */
  function seen(one) {
    if (!one.matches(':focus')) return ''; // the browser's own button within a field for dates, with its own ring
    const ring = [one, one.closest('.choice')].find((shown) => {
      const style = shown && getComputedStyle(shown);
      return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    if (!ring) return 'shows no focus';
    const box = ring.getClientRects()[0];
    const x = Math.min(Math.max((box.left + box.right) / 2, 1), innerWidth - 1);
    const spots = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2].filter((y) => y > 0 && y < innerHeight);
    const shows = (y) => {
      const top = document.elementFromPoint(x, y);
      return top && (ring.contains(top) || top.closest('label')?.control === one);
    };
    if (!spots.length) return 'focus is off the screen';
    // Of what is higher than the screen, a part will do.
    const fits = box.height > innerHeight / 2 ? spots.some(shows) : spots.every(shows);
    return fits ? '' : 'focus is under something';
  }

  function focused() {
    const can = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"], audio';
    for (const one of document.querySelectorAll(can)) {
      if (isHidden(one) || one.disabled || getComputedStyle(one).pointerEvents === 'none') continue;
      one.focus();
      const wrong = document.activeElement === one ? seen(one) : 'takes no focus';
      if (wrong) found.add(`${wrong}: ${named(one)}`);
    }
    document.activeElement.blur();
    scrollTo(0, 0);
  }

  if (focus) return [seen(document.activeElement)].filter(Boolean);
  if (!spaced) { small(); focused(); }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}');
  if (spaced) document.adoptedStyleSheets = [sheet];
  cut();
  drawn();
  beside();
  overlapping();
  document.adoptedStyleSheets = [];
  return [...found];
}
