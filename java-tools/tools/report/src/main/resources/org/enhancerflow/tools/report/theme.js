// Colours, axes and series that the charts share. The data stand in the JSON block "charts".
'use strict';
const charts = JSON.parse(document.getElementById('charts').textContent);

// On the page colours follow the style sheet, dark mode and print; an exported file stands alone and is light.
const PAGE = {background: null, ink: 'var(--ink)', muted: 'var(--muted)', rule: 'var(--rule)', card: 'var(--card)'};
const EXPORT = {background: '#ffffff', ink: '#1d2327', muted: '#5b666e', rule: '#dfe3e6', card: '#ffffff'};
// Told apart with any colour vision, and readable on white and on near-black.
const PALETTE = ['#0f8b8d', '#d1603d', '#7d6bd0', '#b58900', '#c2528b', '#4b9b3c', '#3b82c4', '#a0703c'];
const BASELINES = ['#8a9299', '#a58f6f'];
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

const unique = values => [...new Set(values)];
// One model has one colour in every chart.
const models = unique(charts.flatMap(c => c.rows).filter(r => r.baseline === false).map(r => r.model));
const named = unique(charts.filter(c => c.kind === 'loss').flatMap(c => c.rows).map(r => r.series));
const order = unique([...models, ...named]);
const colourOf = model => PALETTE[Math.max(0, order.indexOf(model)) % PALETTE.length];

const axis = (field, title, more = {}) => ({field, type: 'quantitative', title, ...more});
const UNIT = {scale: {domain: [0, 1], nice: false}};
// The range of the data; where all of it is one value, some room about it.
function free(chart, ...fields) {
  const values = chart.rows.flatMap(r => fields.map(field => r[field])).filter(v => v !== undefined);
  const low = Math.min(...values), high = Math.max(...values);
  return {scale: low < high ? {zero: false, nice: false, padding: 10} : {domain: [low - 0.1, low + 0.1]}};
}

// Dragging moves, Ctrl and the wheel zoom: neither takes the page's own scrolling away, and a finger scrolls.
const zoom = {name: 'zoom', bind: 'scales', select: {
  type: 'interval',
  zoom: 'wheel![event.ctrlKey]',
  translate: "[pointerdown[event.pointerType !== 'touch'], window:pointerup] > window:pointermove!",
}};

// Models have colours, baselines greys and dashes; colour and dash make one legend.
function series(chart) {
  const first = new Map();
  chart.rows.forEach(r => first.has(r.series) || first.set(r.series, r));
  const domain = [...first.keys()];
  const baselines = domain.filter(s => first.get(s).baseline);
  const pick = (values, s) => values[baselines.indexOf(s) % values.length];
  const scale = (ofBaseline, ofModel) =>
    ({domain, range: domain.map(s => first.get(s).baseline ? pick(ofBaseline, s) : ofModel(first.get(s).model ?? s))});
  const base = {field: 'series', type: 'nominal', title: null, sort: null};
  return {
    color: {...base, scale: scale(BASELINES, colourOf)},
    strokeDash: {...base, scale: scale([[5, 3], [2, 2], [8, 3, 2, 3]], () => [1, 0])},
  };
}

const diagonal = t => ({
  data: {values: [{x: 0, y: 0}, {x: 1, y: 1}]},
  mark: {type: 'line', color: t.muted, strokeDash: [2, 4], strokeWidth: 1, clip: true},
  encoding: {x: axis('x'), y: axis('y')},
});

function curve(chart, t, x, y, reference) {
  const {color, strokeDash} = series(chart);
  const tooltip = [
    {field: 'series', title: 'Model'}, {field: 'x', title: x, format: '.3f'}, {field: 'y', title: y, format: '.3f'},
    {field: 'threshold', title: 'Threshold', format: '.3f'},
  ];
  const encoding = {x: axis('x', x, UNIT), y: axis('y', y, UNIT), color};
  return {layer: [
    reference,
    {transform: [{filter: "datum.part === 'band'"}], mark: {type: 'area', opacity: 0.16, clip: true},
      encoding: {x: axis('x'), y: axis('low', y), y2: {field: 'high'}, color}},
    {params: [zoom], transform: [{filter: '!datum.part'}],
      mark: {type: 'line', strokeWidth: 2, clip: true},
      encoding: {...encoding, order: {value: null}, strokeDash}},
    {transform: [{filter: '!datum.part'}],
      mark: {type: 'point', opacity: 0, size: 80, filled: true, clip: true}, encoding: {...encoding, tooltip}},
    {transform: [{filter: "datum.part === 'chosen'"}],
      mark: {type: 'point', filled: true, size: 70, stroke: t.card, strokeWidth: 1.5, opacity: 1, clip: true},
      encoding: {...encoding, tooltip}},
  ]};
}
