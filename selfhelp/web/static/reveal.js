/* Shows the answer to an option as soon as it is chosen. Without this the page that comes back shows it. */

const answers = [...document.querySelectorAll('[data-feedback-for]')];

function isChosen(name, option) {
  const fields = [document.getElementById(name), ...document.getElementsByName(name)];
  return fields.some((field) => field?.value === option && field.checked !== false); // a select knows no "checked"
}

addEventListener('change', () => {
  for (const field of document.querySelectorAll('[data-revealed]')) field.value = 'yes'; // need not be shown again
  for (const answer of answers) answer.hidden = !isChosen(answer.dataset.feedbackFor, answer.dataset.option);
});
