/* Joins Designsystemet's parts, our theme and our own styles into one small file, and writes down its checksum. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { transform } from 'lightningcss';
import postcss from 'postcss';
import { dropUnread, dropUnused } from './prune.mjs';

const PARTS = [
  'button', 'field', 'fieldset', 'input', 'label', 'heading', 'paragraph', 'link', 'list', 'alert', 'card',
  'details', 'table', 'tag', 'skip-link', 'error-summary', 'validation-message', 'divider',
];
const LONGEST_GZIP = 16 * 1024;
const BANNER =
  '/*! Holds parts of @digdir/designsystemet-css, MIT, Copyright Digitaliseringsdirektoratet (Digdir), ' +
  'see licences/designsystemet-css.txt. Built by theme/build.mjs: change theme/src, not this file. */\n';

const here = new URL('.', import.meta.url);
const built = new URL('../selfhelp/web/static/selfhelp.css', here);
const read = (path) => readFileSync(new URL(path, here), 'utf8');
const part = (name) => read(`node_modules/@digdir/designsystemet-css/dist/src/${name}.css`);
const sources = readdirSync(new URL('src/', here)).sort().map((name) => `src/${name}`);

const joined = [
  '@layer ds.theme, ds.base, ds.components;',
  read('.tokens/built/selfhelp.css'),
  `@layer ds.base {${part('base')}}`,
  `@layer ds.components {${PARTS.map(part).join('\n')}}`,
  ...sources.map(read),
].join('\n');

const pruned = await postcss([dropUnused, dropUnread]).process(joined, { from: undefined });
const { code } = transform({ filename: 'selfhelp.css', code: Buffer.from(pruned.css), minify: true });
const css = BANNER + code + '\n';
writeFileSync(built, css);

const size = gzipSync(css, { level: 9 }).length;
console.log(`selfhelp.css: ${css.length} bytes, ${size} with gzip`);
if (size > LONGEST_GZIP) throw new Error(`selfhelp.css must stay under ${LONGEST_GZIP} bytes with gzip`);

const ours = ['build.mjs', 'prune.mjs', 'designsystemet.config.json', 'package-lock.json', ...sources];
const sum = (url) => createHash('sha256').update(readFileSync(url)).digest('hex');
const lines = [
  `${sum(built)}  selfhelp/web/static/selfhelp.css`,
  ...ours.map((path) => `${sum(new URL(path, here))}  theme/${path}`),
];
writeFileSync(new URL('checksums.txt', here), lines.join('\n') + '\n');
