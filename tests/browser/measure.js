/* Measures a page as it stands, and returns what is wrong with it, one sentence each. No style of its own stays. */

({ spaced }) => {
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

  function focused() {
    const before = document.activeElement;
    const can = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"], audio';
    for (const one of document.querySelectorAll(can)) {
      if (isHidden(one) || one.disabled || getComputedStyle(one).pointerEvents === 'none') continue;
      one.focus();
      if (document.activeElement !== one) { found.add(`takes no focus: ${named(one)}`); continue; }
      const ring = [one, one.closest('.choice')].find((seen) => {
        const style = seen && getComputedStyle(seen);
        return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      });
      if (!ring) { found.add(`shows no focus: ${named(one)}`); continue; }
      const seen = ring.getClientRects()[0];
      const x = (seen.left + seen.right) / 2;
      const spots = [seen.top + 2, (seen.top + seen.bottom) / 2, seen.bottom - 2].filter((y) => y > 0 && y < innerHeight);
      const shows = (y) => {
        const top = document.elementFromPoint(Math.min(Math.max(x, 1), innerWidth - 1), y);
        return top && (ring.contains(top) || top.closest('label')?.control === one);
      };
      if (!spots.length) found.add(`focus is off the screen: ${named(one)}`);
      else if (seen.height > innerHeight / 2 ? !spots.some(shows) : !spots.every(shows)) {
        found.add(`focus is under something: ${named(one)}`);
      }
    }
    before?.focus?.({ preventScroll: true });
    scrollTo(0, 0);
  }

  if (!spaced) { small(); focused(); }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}');
  if (spaced) document.adoptedStyleSheets = [sheet];
  cut();
  beside();
  overlapping();
  document.adoptedStyleSheets = [];
  return [...found];
}
