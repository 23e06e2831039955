// The threshold explorer: a slider over the thresholds of one model, and what is called at each.
'use strict';

// A ratio whose denominator is 0 is 0, as in metrics.json.
const ratio = (part, whole) => whole === 0 ? 0 : part / whole;

function measures(model, [threshold, tp, fp]) {
  const fn = model.positives - tp, tn = model.negatives - fp;
  const called = (tp + fp) * (tn + fn), actual = (tp + fn) * (tn + fp);
  return {
    threshold, tp, fp, fn, tn,
    precision: ratio(tp, tp + fp), recall: ratio(tp, tp + fn), f1: ratio(2 * tp, 2 * tp + fp + fn),
    specificity: ratio(tn, tn + fp), accuracy: ratio(tp + tn, tp + fp + fn + tn),
    mcc: ratio(tp * tn - fp * fn, Math.sqrt(called) * Math.sqrt(actual)),
  };
}

// As many decimals as tell neighbouring stops apart.
function decimals(model) {
  const [low, high] = [model.stops[0][0], model.stops[model.stops.length - 1][0]];
  return Math.min(9, Math.max(3, Math.ceil(-Math.log10((high - low) / 500 || 1))));
}

function explorer(figure, chart) {
  const all = chart.options.models;
  const find = name => figure.querySelector(`[data-control="${name}"]`);
  const choice = find('model'), slider = find('threshold'), typed = find('typed');
  const show = (name, text) => { figure.querySelector(`[data-value="${name}"]`).textContent = text; };
  let view = null, model = null;

  function move() {
    const row = chart.rows[slider.value];
    for (const name of ['precision', 'recall', 'f1', 'specificity', 'accuracy', 'mcc']) {
      show(name, row[name].toFixed(3).replace('-', '\u2212'));
    }
    for (const name of ['tp', 'fp', 'fn', 'tn']) show(name, row[name].toLocaleString('en'));
    const at = row.threshold.toFixed(decimals(model));
    typed.value = at;
    slider.setAttribute('aria-valuetext',
      `${at}: precision ${row.precision.toFixed(3)}, recall ${row.recall.toFixed(3)}, F1 ${row.f1.toFixed(3)}`);
    chart.options.at = row.threshold;
    view?.signal('at', row.threshold).runAsync();
  }

  function choose(index) {
    model = all[index];
    chart.rows = model.stops.map(stop => measures(model, stop));
    slider.max = chart.rows.length - 1;
    slider.value = model.chosen;
    typed.step = 10 ** -decimals(model);
    view?.data('rows', chart.rows);
    move();
  }

  choice.addEventListener('change', () => choose(choice.value));
  slider.addEventListener('input', move);
  typed.addEventListener('change', () => {
    const wanted = Number(typed.value);
    let nearest = 0;
    chart.rows.forEach((row, i) => {
      if (Math.abs(row.threshold - wanted) < Math.abs(chart.rows[nearest].threshold - wanted)) nearest = i;
    });
    slider.value = nearest;
    move();
  });
  find('chosen').addEventListener('click', () => { slider.value = model.chosen; move(); });
  figure.querySelector('.controls').hidden = false;
  choose(0);
  return {watch: drawn => { view = drawn; }};
}
