/* PostCSS plugins that leave out what these pages never show, so that the first visit stays small. */

// Parts of the components we do not use: read-only and switched-off fields, switches, affixes, sortable or sticky
// tables, click delegation by script, right-to-left text, and a browser prefix that stopped mattering.
const UNUSED =
  /readonly|aria-disabled|:disabled|role=switch|indeterminate|field-affix|clickdelegate|click-delegate|aria-sort|sticky-header|data-zebra|data-hover|rtl|-moz-read-only|::-moz-placeholder|data-position=end|data-field=counter|ds-floating|ds-skiplink|ds-icon\b|ds-readonly|ds-focus\b|ds-focus--|ds-print-preserve|ds-list--|ds-checkbox--|u-summary|::part|role=button|ds-card__block|data-icon|data-fullwidth|data-size=(?:xl|lg|"2xl")|data-typography|data-size='lg'|data-color-scheme="dark"|data-variant=(?:long|short)/;

const NEVER_ASKED = /prefers-color-scheme:\s*light/; // light is what :root says already
const ROUNDED = /round\(/; // whole pixels for older screens; the plain sizes beside it serve

/** The selector without what stands inside :not(…): "not read-only" is used, "read-only" is not. */
function asked(selector) {
  let text = selector;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/:not\((?:[^()]|\([^()]*\))*\)/g, '');
  }
  return text;
}

/** Split "a, b:is(c, d)" at the outer commas only. */
function parts(list) {
  let depth = 0;
  return [...list].reduce((found, letter) => {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    if (letter === ',' && depth === 0) found.push('');
    else found[found.length - 1] += letter;
    return found;
  }, ['']);
}

/** Inside :is(…) drop the alternatives we never use; a selector whose every alternative is unused goes whole. */
function narrowed(selector) {
  return selector.replace(/:(is|where)\(([^()]*)\)/g, (whole, name, list) => {
    const kept = parts(list).filter((one) => !UNUSED.test(one));
    return kept.length ? `:${name}(${kept.join(',')})` : whole;
  });
}

export const dropUnused = {
  postcssPlugin: 'drop-unused',
  AtRule(rule) {
    if (rule.name === 'media' && NEVER_ASKED.test(rule.params)) rule.remove();
    else if (rule.name === 'media' && /^\(prefers-color-scheme:\s*dark\)$/.test(rule.params)) {
      rule.params = 'screen and (prefers-color-scheme:dark)'; // paper is white
    } else if (rule.name === 'supports' && ROUNDED.test(rule.params)) rule.remove();
    else if (rule.name === 'keyframes' && rule.params === 'ds-fade-in') rule.remove();
    else if (rule.name === 'charset') rule.remove();
  },
  Rule(rule) {
    if (rule.parent.name === 'keyframes') return;
    const kept = parts(rule.selector).map(narrowed).filter((one) => !UNUSED.test(asked(one)));
    const selector = kept.join(',');
    if (!kept.length) rule.remove();
    else if (selector !== rule.selector) rule.selector = selector;
  },
};

/** Drop custom properties nobody reads, again and again until none is left; then what has become empty. */
export const dropUnread = {
  postcssPlugin: 'drop-unread',
  OnceExit(root) {
    for (let dropped = true; dropped; ) {
      dropped = false;
      const read = new Set();
      root.walkDecls((line) => {
        for (const [, name] of line.value.matchAll(/var\(\s*(--[\w-]+)/g)) read.add(name);
      });
      root.walkDecls(/^--/, (line) => {
        if (!read.has(line.prop)) dropped = Boolean(line.remove());
      });
    }
    for (let dropped = true; dropped; ) {
      dropped = false;
      root.walk((node) => {
        if (node.nodes?.length === 0) dropped = Boolean(node.remove());
      });
    }
    root.walkComments((comment) => void comment.remove());
  },
};
