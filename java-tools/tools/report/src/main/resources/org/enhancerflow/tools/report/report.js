// Draws the charts of the page from the JSON block "charts". The page's policy forbids eval: expressions are interpreted.
(() => {
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
  function free(chart, field) {
    const values = chart.rows.map(r => r[field]).filter(v => v !== undefined);
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
      {params: [zoom], transform: [{filter: '!datum.chosen'}],
        mark: {type: 'line', strokeWidth: 2, clip: true},
        encoding: {...encoding, order: {value: null}, strokeDash}},
      {transform: [{filter: '!datum.chosen'}],
        mark: {type: 'point', opacity: 0, size: 80, filled: true, clip: true}, encoding: {...encoding, tooltip}},
      {transform: [{filter: 'datum.chosen'}],
        mark: {type: 'point', filled: true, size: 70, stroke: t.card, strokeWidth: 1.5, opacity: 1, clip: true},
        encoding: {...encoding, tooltip}},
    ]};
  }

  const kinds = {
    roc: (c, t) => curve(c, t, 'False positive rate', 'True positive rate', diagonal(t)),
    pr: (c, t) => curve(c, t, 'Recall', 'Precision', {
      data: {values: [{y: c.options.prevalence}]},
      mark: {type: 'rule', color: t.muted, strokeDash: [2, 4]},
      encoding: {y: axis('y')},
    }),
    calibration(c, t) {
      const {color, strokeDash} = series(c);
      const encoding = {
        x: axis('x', 'Mean score', UNIT), y: axis('y', 'Share of positives', UNIT), color};
      return {layer: [
        diagonal(t),
        {params: [zoom], mark: {type: 'line', strokeWidth: 1.5, clip: true}, encoding: {...encoding, strokeDash}},
        {mark: {type: 'point', filled: true, opacity: 0.9, clip: true}, encoding: {...encoding,
          size: {field: 'count', type: 'quantitative', legend: null, scale: {range: [15, 180]}},
          tooltip: [{field: 'series', title: 'Model'}, {field: 'x', title: 'Mean score', format: '.3f'},
            {field: 'y', title: 'Share of positives', format: '.3f'}, {field: 'count', title: 'Windows', format: ','}]}},
      ]};
    },
    loss: (c, t) => ({
      params: [zoom],
      mark: {type: 'line', strokeWidth: 2, point: {size: 25, filled: true}, clip: true},
      encoding: {
        x: axis('x', 'Step', free(c, 'x')), y: axis('y', 'Loss', free(c, 'y')), color: series(c).color,
        strokeDash: {field: 'part', type: 'nominal', title: null, legend: {symbolStrokeColor: t.muted, symbolFillColor: 'transparent'},
          scale: {domain: ['validation', 'train'], range: [[1, 0], [4, 3]]}},
        tooltip: [{field: 'series', title: 'Model'}, {field: 'part', title: 'Windows'}, {field: 'x', title: 'Step', format: ','},
          {field: 'y', title: 'Loss', format: '.4f'}],
      },
    }),
    learning: (c, t) => ({layer: [
      {params: [zoom], mark: {type: 'line', strokeWidth: 2, clip: true},
        encoding: {x: axis('x', 'Step', free(c, 'x')), y: axis('y', 'PR-AUC', free(c, 'y')), color: series(c).color}},
      {mark: {type: 'point', filled: true, stroke: t.card, strokeWidth: 1, opacity: 1, clip: true},
        encoding: {x: axis('x'), y: axis('y'), color: series(c).color,
          size: {condition: {test: 'datum.kept', value: 110}, value: 30},
          tooltip: [{field: 'series', title: 'Model'}, {field: 'x', title: 'Step', format: ','},
            {field: 'y', title: 'PR-AUC', format: '.4f'}, {field: 'kept', title: 'Kept'}]}},
    ]}),
    trials: (c, t) => ({layer: [
      {params: [zoom], mark: {type: 'line', interpolate: 'step-after', color: t.muted, strokeWidth: 1.5, clip: true},
        encoding: {x: axis('x', 'Trial', free(c, 'x')), y: axis('best', 'Objective', free(c, 'y'))}},
      {mark: {type: 'point', filled: true, size: 60, opacity: 0.9, clip: true},
        encoding: {x: axis('x'), y: axis('y', 'Objective', free(c, 'y')),
          color: {field: 'series', type: 'nominal', title: null, legend: {symbolType: 'circle', symbolStrokeWidth: 0},
            scale: {domain: ['complete', 'pruned', 'fail'], range: [PALETTE[0], BASELINES[0], PALETTE[1]]}},
          tooltip: [{field: 'x', title: 'Trial'}, {field: 'series', title: 'State'},
            {field: 'y', title: 'Objective', format: '.4f'}, {field: 'parameters', title: 'Parameters'}]}},
    ]}),
    flow: (c, t) => {
      const y = {field: 'what', type: 'nominal', title: null, sort: null, axis: {labelLimit: 210, domain: false, ticks: false}};
      const kind = {field: 'kind', type: 'nominal', title: null, legend: {symbolType: 'square', symbolStrokeWidth: 0},
        scale: {domain: ['kept', 'dropped', 'split'], range: [PALETTE[0], PALETTE[1], PALETTE[2]]}};
      return {height: 22 * c.rows.length, layer: [
        {mark: {type: 'bar', cornerRadiusEnd: 2, height: 14},
          encoding: {y, x: axis('count', null, {axis: {format: '~s', tickCount: 5}}), color: kind,
            tooltip: [{field: 'what', title: 'What'}, {field: 'kind', title: 'Kind'}, {field: 'count', title: 'Windows', format: ','}]}},
        {mark: {type: 'text', align: 'left', dx: 5, fontSize: 11, color: t.muted},
          encoding: {y, x: axis('count'), text: {field: 'count', type: 'quantitative', format: ','}}},
      ]};
    },
  };

  // Legends of long names stand in one column, so that none is cut.
  function columns(chart) {
    const longest = Math.max(...chart.rows.map(r => (r.series ?? r.kind ?? '').length));
    return longest > 16 ? 1 : longest > 9 ? 2 : 4;
  }

  function config(chart, t) {
    return {
      background: t.background, font: FONT, view: {stroke: null},
      axis: {labelColor: t.muted, titleColor: t.muted, gridColor: t.rule, domainColor: t.rule, tickColor: t.rule,
        labelFontSize: 11, titleFontSize: 12, titleFontWeight: 400, gridOpacity: 0.7, tickCount: 5, titlePadding: 8},
      legend: {labelColor: t.ink, titleColor: t.muted, labelFontSize: 12, orient: 'bottom', direction: 'horizontal',
        columns: columns(chart), labelLimit: 320, symbolType: 'stroke', symbolStrokeWidth: 3, symbolBaseStrokeColor: t.muted, title: null, padding: 4},
    };
  }

  function spec(chart, theme, width) {
    return {
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
      description: chart.description, width, height: 300, autosize: {type: 'fit-x', contains: 'padding'},
      data: {values: chart.rows}, ...kinds[chart.kind](chart, theme), config: config(chart, theme),
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
      const signal = view.getState({signals: key => key === 'zoom_' + name}).signals['zoom_' + name];
      const scale = view.scale(name);
      if (!scale) continue;
      if (factor === 0) {
        view.signal('zoom_' + name, null);
        continue;
      }
      const [low, high] = signal ?? scale.domain();
      const middle = (low + high) / 2, half = (high - low) / 2 * factor;
      view.signal('zoom_' + name, [middle - half, middle + half]);
    }
    return view.runAsync();
  }

  function tools(figure, chart, view) {
    const bar = document.createElement('div');
    bar.className = 'tools';
    const button = (text, label, action) => {
      const b = document.createElement('button');
      b.type = 'button';
      b.textContent = text;
      b.setAttribute('aria-label', label + ': ' + chart.title);
      b.title = label;
      b.addEventListener('click', action);
      bar.append(b);
    };
    if (chart.kind !== 'flow') {
      button('+', 'Zoom in', () => zoomBy(view, 0.6));
      button('−', 'Zoom out', () => zoomBy(view, 1 / 0.6));
      button('Reset', 'Reset to show everything', () => zoomBy(view, 0));
    }
    bar.append(document.createElement('span'));
    button('SVG', 'Save as SVG', async () =>
      download(new Blob([await (await exported(chart)).toSVG()], {type: 'image/svg+xml'}), fileName(chart, 'svg')));
    button('PNG', 'Save as PNG', async () =>
      (await (await exported(chart)).toCanvas(2)).toBlob(blob => download(blob, fileName(chart, 'png'))));
    button('CSV', 'Save the data as CSV', () => download(new Blob([csv(chart.rows)], {type: 'text/csv'}), fileName(chart, 'csv')));
    figure.append(bar);
  }

  async function draw(chart) {
    const figure = document.getElementById(chart.id);
    if (chart.rows.length === 0) {
      figure.querySelector('.plot').textContent = 'There is nothing to draw.';
      return;
    }
    const {view} = await embed(figure.querySelector('.plot'), chart, PAGE, 'container');
    tools(figure, chart, view);
  }

  Promise.all(charts.map(draw)).then(() => document.documentElement.setAttribute('data-drawn', String(charts.length)));
})();
