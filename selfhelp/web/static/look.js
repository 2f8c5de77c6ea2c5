/* The doctor's page follows the ticks. Without this the same button brings it, by sending the form. */

const button = document.querySelector('[data-look]');
const line = document.querySelector('[data-look-said]');
const { form } = button;
const { look: shown, looked, notLooked } = button.dataset;
let asking = null; // the newest request; older ones are given up
let sending = false; // the button does what it does without a script

/** Ask as the button does, and give the part of the answer that is shown; null when there was none. */
function answer() {
  asking?.abort();
  const own = new XMLHttpRequest(); // it makes a document of the answer, which no script here may do with text
  asking = own;
  own.open('POST', form.action);
  own.responseType = 'document';
  own.timeout = 10_000;
  own.send(new URLSearchParams([...new FormData(form), [button.name, button.value]]));
  return new Promise((done) => {
    own.onloadend = () => {
      if (own === asking) done(own.status === 200 ? own.response?.querySelector(shown) : null);
    };
  });
}

/** Show the page with what is ticked now. What could not be brought must not stand there looking true. */
async function look() {
  line.textContent = '';
  const part = await answer();
  const old = document.querySelector(shown);
  if (part) old.replaceWith(part);
  else old.hidden = true;
  line.dataset.state = part ? 'saved' : 'waiting';
  line.textContent = part ? looked : notLooked;
  return part;
}

async function pressed(event) {
  if (sending) return;
  event.preventDefault();
  const part = await look();
  part?.querySelector('h2').focus({ preventScroll: true });
  part?.scrollIntoView();
  sending = !part && asking.status > 0; // the server has a page that says what is wrong
  if (sending) button.click();
}

form.addEventListener('change', look);
button.addEventListener('click', pressed);
