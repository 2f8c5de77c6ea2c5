/* Buttons that print the page, or copy the text of another element. */

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

for (const button of document.querySelectorAll('[data-copy]')) {
  const source = document.querySelector(button.dataset.copy);
  const said = button.nextElementSibling;
  button.hidden = !source;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(source.value ?? source.innerText);
      if (said) said.textContent = button.dataset.copied;
    } catch {
      getSelection().selectAllChildren(source); // where the browser forbids it, Ctrl+C is one key away
    }
  });
}
