/* Forms with data-autosave send themselves shortly after each change, one request at a time, in order.

   Without this the form's own button saves. With it nothing is kept on the device: until the server has answered,
   the words live in the page alone, and the page says so. */

const PAUSE = 800;
const LONGEST_WAIT = 60_000;
const LOGGED_OUT = [400, 401, 403]; // 400 and 403: the form's token went with the session

function keep(form) {
  let unsaved = false; // something stands here that the server has not confirmed
  let trouble = false; // the last words sent were not all saved
  let sending = null; // the request under way
  let stop = null; // ends that request
  let leaving = false; // the form itself has been sent
  let toHelp = false; // the reader has pressed "Help now"
  let timer = 0;
  let wait = 2000;

  const find = (sign) => form.querySelector(sign) ?? document.querySelector(sign);
  const show = (sign, shown) => {
    const panel = find(sign);
    if (panel) panel.hidden = !shown;
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  function say(words, state) {
    const line = find('[data-saved]');
    if (!line) return;
    line.dataset.state = state;
    line.textContent = words;
  }

  function mark(errors) {
    for (const slot of form.querySelectorAll('[data-error-for]')) {
      const name = slot.dataset.errorFor;
      slot.textContent = errors[name] ?? '';
      slot.hidden = !errors[name];
      for (const field of form.elements) {
        if (field.name === name) field.ariaInvalid = errors[name] ? 'true' : null;
      }
    }
  }

  function confirmed(answer) {
    const revision = form.elements.namedItem('revision');
    if (revision) revision.value = answer.revision;
    mark(answer.errors ?? {});
    trouble = answer.wrong === true;
    say(answer.saved ?? '', trouble ? 'waiting' : 'saved');
    show('[data-login-again]', false);
    form.dispatchEvent(new Event('kept', { bubbles: true }));
  }

  /** Help comes at once, before anything is sent, and with any answer, also when nothing could be saved. */
  function help(answer) {
    const panel = find('[data-help-panel]');
    if (!answer.help || !panel?.hidden) return;
    panel.hidden = false;
    panel.focus();
  }

  /** Send once; tell whether it is "saved", "stopped" until the reader acts, or has "failed" for now. */
  async function send() {
    stop = new AbortController();
    try {
      const reply = await fetch(form.action, {
        method: 'POST',
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: 'application/json' },
        keepalive: true,
        signal: stop.signal,
      });
      const answer = await reply.json().catch(() => ({}));
      help(answer);
      if (reply.status === 409 || reply.redirected || LOGGED_OUT.includes(reply.status)) {
        show(reply.status === 409 ? '[data-conflict]' : '[data-login-again]', true);
        return 'stopped';
      }
      if (!reply.ok || answer.revision === undefined) return 'failed';
      confirmed(answer);
      return 'saved';
    } catch {
      return 'failed';
    }
  }

  async function save() {
    clearTimeout(timer);
    if (!unsaved || sending || leaving || find('[data-conflict]')?.hidden === false) return;
    unsaved = false;
    sending = send();
    const how = await sending;
    sending = null;
    if (how === 'saved') {
      wait = 2000;
      if (unsaved) later(PAUSE); // written while the request was under way
      return;
    }
    unsaved = trouble = true;
    if (how === 'stopped') return;
    say(form.dataset.notSaved, 'waiting');
    later(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  async function submitted(event) {
    clearTimeout(timer);
    if (sending && !leaving) {
      event.preventDefault(); // an older text must not arrive after this one
      await Promise.race([sending, new Promise((done) => setTimeout(done, 3000))]);
      leaving = true;
      form.requestSubmit(event.submitter);
    }
    leaving = true;
  }

  form.addEventListener('change', ({ target }) => help({ help: target.dataset.danger !== undefined }));
  form.addEventListener('input', () => {
    unsaved = true;
    later(PAUSE);
  });
  form.addEventListener('focusout', save);
  form.addEventListener('submit', submitted);
  document.addEventListener('visibilitychange', save);
  addEventListener('online', save);
  document.addEventListener('click', ({ target }) => {
    toHelp = target.closest?.('[data-help]') != null;
  });
  addEventListener('pageshow', () => { leaving = false; });
  addEventListener('pagehide', () => {
    if (!unsaved || document.body.hidden) return; // blank: the reader has left in a hurry, the session is over
    stop?.abort(); // the newest words go last
    sending = null;
    save();
  });
  addEventListener('beforeunload', (event) => {
    // Words that can still be sent are sent while the page is left. Nothing stands between anyone and help.
    if (trouble && !leaving && !toHelp && !document.body.hidden) event.preventDefault();
  });
}

document.querySelectorAll('form[data-autosave]').forEach(keep);
