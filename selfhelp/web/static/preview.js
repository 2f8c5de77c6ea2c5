/* The doctor's page below follows what has been saved. Without this it is there when the page is loaded again. */

const shown = '#preview';
let asking = null;

addEventListener('kept', () => {
  asking?.abort();
  asking = new XMLHttpRequest(); // it makes a document of the answer, which no script here may do with text
  asking.open('GET', location.href);
  asking.responseType = 'document';
  asking.onload = ({ target }) => {
    const part = target.status === 200 && target.response?.querySelector(shown);
    if (part) document.querySelector(shown).replaceWith(part);
  };
  asking.send();
});
