// A figure's chart and its tools: zoom, data as a table, files.
'use strict';
// Legends of long names stand in one column, so that none is cut.
function columns(chart) {
  const longest = Math.max(...chart.rows.map(r => (r.series ?? r.kind ?? '').length));
  return longest > 16 ? 1 : longest > 9 ? 2 : longest > 5 ? 3 : 4;
}

function config(chart, t) {
  return {
    // The plot as a whole is described in words, and its data stand in a table: thousands of spoken marks help nobody.
    background: t.background, font: FONT, view: {stroke: null}, mark: {aria: false},
    axis: {aria: false, labelColor: t.muted, titleColor: t.muted, gridColor: t.rule, domainColor: t.rule, tickColor: t.rule,
      labelFontSize: 11, titleFontSize: 12, titleFontWeight: 400, gridOpacity: 0.7, tickCount: 5, titlePadding: 8},
    legend: {aria: false, labelColor: t.ink, titleColor: t.muted, labelFontSize: 12, orient: 'bottom', direction: 'horizontal',
      columns: columns(chart), labelLimit: 320, symbolType: 'stroke', symbolStrokeWidth: 3, symbolOpacity: 1, symbolBaseStrokeColor: t.muted, title: null, padding: 4},
  };
}

function spec(chart, theme, width) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    description: chart.description, width, height: 300, autosize: {type: 'fit-x', contains: 'padding'},
    data: {name: 'rows', values: chart.rows}, ...kinds[chart.kind](chart, theme), config: config(chart, theme),
  };
}

const embed = (place, chart, theme, width) => vegaEmbed(place, spec(chart, theme, width), {
  ast: true, actions: false, renderer: 'svg', defaultStyle: false, mode: 'vega-lite',
  tooltip: {disableDefaultStyle: true},
});

async function exported(chart) {
  const place = document.createElement('div');
  const result = await embed(place, chart, EXPORT, 640);
  return result.view;
}

function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function csv(rows) {
  const columns = unique(rows.flatMap(Object.keys));
  const cell = value => {
    const text = value === undefined || value === null ? '' : String(value);
    return /[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  return [columns, ...rows.map(r => columns.map(c => r[c]))].map(line => line.map(cell).join(',')).join('\n') + '\n';
}

const fileName = (chart, ending) => chart.title.toLowerCase().replace(/[^a-z0-9]+/g, '-') + '.' + ending;

// Zooms about the middle of what is shown; a factor of 0 shows everything again.
function zoomBy(view, factor) {
  for (const name of ['x', 'y']) {
    const signals = view.getState({signals: key => key === 'zoom_' + name}).signals;
    if (!('zoom_' + name in signals)) continue;
    if (factor === 0) {
      view.signal('zoom_' + name, null);
      continue;
    }
    const [low, high] = signals['zoom_' + name] ?? view.scale(name).domain();
    const middle = (low + high) / 2, half = (high - low) / 2 * factor;
    view.signal('zoom_' + name, [middle - half, middle + half]);
  }
  return view.runAsync();
}

const shown = value => typeof value === 'number' ? String(+value.toPrecision(6)) : String(value ?? '');

// The chart for those who read rather than look; beyond this many rows the file says more.
const TABLE_ROWS = 1000;
function dataTable(chart) {
  const place = document.createElement('div');
  Object.assign(place, {className: 'scroll data', tabIndex: 0});
  place.setAttribute('role', 'region');
  place.setAttribute('aria-label', 'Data: ' + chart.title);
  const table = place.appendChild(document.createElement('table'));
  const left = chart.rows.length - TABLE_ROWS;
  table.createCaption().textContent = chart.description + (left > 0 ? ` ${left} more rows are in the CSV file.` : '');
  const columns = unique(chart.rows.flatMap(Object.keys));
  const head = table.createTHead().insertRow();
  for (const column of columns) {
    const cell = head.appendChild(document.createElement('th'));
    cell.scope = 'col';
    cell.textContent = column;
  }
  const body = table.createTBody();
  for (const row of chart.rows.slice(0, TABLE_ROWS)) {
    const line = body.insertRow();
    columns.forEach(column => { line.insertCell().textContent = shown(row[column]); });
  }
  return place;
}

// drawn.view: the plot as it stands, which a choice replaces.
function tools(figure, chart, drawn) {
  const bar = document.createElement('div');
  bar.className = 'tools';
  const button = (text, label, action) => {
    const b = document.createElement('button');
    b.type = 'button';
    b.textContent = text;
    b.setAttribute('aria-label', label + ': ' + chart.title);
    b.title = label;
    b.addEventListener('click', () => action(b));
    bar.append(b);
    return b;
  };
  if (chart.kind !== 'flow') {
    button('+', 'Zoom in', () => zoomBy(drawn.view, 0.6));
    button('−', 'Zoom out', () => zoomBy(drawn.view, 1 / 0.6));
    button('Reset', 'Reset to show everything', () => zoomBy(drawn.view, 0));
  }
  bar.append(document.createElement('span'));
  button('Table', 'Table of the data', b => {
    const old = figure.querySelector('.data');
    old ? old.remove() : figure.append(dataTable(chart));
    b.setAttribute('aria-expanded', String(!old));
  }).setAttribute('aria-expanded', 'false');
  button('SVG', 'SVG file of the plot', async () =>
    download(new Blob([await (await exported(chart)).toSVG()], {type: 'image/svg+xml'}), fileName(chart, 'svg')));
  button('PNG', 'PNG file of the plot', async () =>
    (await (await exported(chart)).toCanvas(2)).toBlob(blob => download(blob, fileName(chart, 'png'))));
  button('CSV', 'CSV file of the data', () => download(new Blob([csv(chart.rows)], {type: 'text/csv'}), fileName(chart, 'csv')));
  figure.append(bar);
}

// Of rows of several metrics those of one are shown; which, the reader chooses.
function chooser(figure, chart, redraw) {
  const all = chart.rows, metrics = unique(all.map(r => r.metric).filter(Boolean));
  if (chart.kind !== 'strata' || metrics.length === 0) return;
  const choose = metric => { chart.rows = all.filter(r => r.metric === metric); };
  choose(metrics[0]);
  if (metrics.length === 1) return;
  const label = document.createElement('label');
  label.className = 'choice';
  label.textContent = 'Metric ';
  const select = label.appendChild(document.createElement('select'));
  metrics.forEach(metric => select.add(new Option(metric)));
  select.setAttribute('aria-label', 'Metric: ' + chart.title);
  select.addEventListener('change', () => { choose(select.value); redraw(); });
  figure.querySelector('.plot').before(label);
}

async function draw(chart) {
  const figure = document.getElementById(chart.id);
  const plot = figure.querySelector('.plot');
  const explored = chart.kind === 'explorer' ? explorer(figure, chart) : null;
  if (chart.rows.length === 0) {
    plot.textContent = 'There is nothing to draw.';
    return;
  }
  const drawn = {};
  const redraw = async () => {
    drawn.view?.finalize();
    drawn.view = (await embed(plot, chart, PAGE, 'container')).view;
    figure.querySelector('.data')?.replaceWith(dataTable(chart));
  };
  chooser(figure, chart, redraw);
  await redraw();
  tools(figure, chart, drawn);
  explored?.watch(drawn.view);
}
