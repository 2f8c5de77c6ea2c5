/* Every page works without this. What the page holds decides which of the small rooms is fetched. */

const ROOMS = {
  'form[data-autosave]': './autosave.js',
  'section[data-follows]': './preview.js',
  '[data-feedback-for]': './reveal.js',
  'textarea[data-max]': './count.js',
  '[data-look]': './look.js',
  '[data-copy], [data-print]': './buttons.js',
  '[data-practice]': './practice.js',
  'form[data-quick-exit]': './quick-exit.js',
  '[data-passkey]': './passkey.js',
  '[data-stay]': './staying.js',
};

for (const [sign, room] of Object.entries(ROOMS)) {
  if (document.querySelector(sign)) import(room);
}
document.querySelector('[data-error-summary]')?.focus();
