// Draws every chart. The attribute says that all of them stand, and how many.
'use strict';
// What is closed is printed, too.
addEventListener('beforeprint', () => document.querySelectorAll('details:not([open])').forEach(each => {
  each.dataset.closed = '';
  each.open = true;
}));
addEventListener('afterprint', () => document.querySelectorAll('details[data-closed]').forEach(each => {
  delete each.dataset.closed;
  each.open = false;
}));
Promise.all(charts.map(draw)).then(() => document.documentElement.setAttribute('data-drawn', String(charts.length)));
