/* One touch in place of six digits. Without this, the digits do. */

const { credentials } = navigator;
const read = self.PublicKeyCredential;

for (const form of document.querySelectorAll('[data-passkey]')) {
  form.hidden = !read?.parseRequestOptionsFromJSON;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    event.submitter.disabled = true;
    try {
      const reply = await fetch(form.dataset.passkey, { method: 'POST', body: new FormData(form) });
      const { create, get } = await reply.json();
      form.elements.credential.value = JSON.stringify(await (create
        ? credentials.create({ publicKey: read.parseCreationOptionsFromJSON(create) })
        : credentials.get({ publicKey: read.parseRequestOptionsFromJSON(get) })));
      form.submit();
    } catch {
      form.lastElementChild.hidden = false;
    }
    event.submitter.disabled = false;
  });
}
