// How each kind of chart is drawn: a Vega-Lite specification from its rows. The page's policy forbids eval: expressions are interpreted.
'use strict';
const metricColour = {field: 'metric', type: 'nominal', title: null, sort: null,
  legend: {labelExpr: "datum.label === 'f1' ? 'F1' : datum.label"},
  scale: {domain: ['precision', 'recall', 'f1'], range: [PALETTE[6], PALETTE[1], PALETTE[4]]}};

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
      {transform: [{filter: 'isValid(datum.low)'}], mark: {type: 'rule', opacity: 0.5, strokeWidth: 1.5, clip: true},
        encoding: {x: axis('x'), y: axis('low', 'Share of positives'), y2: {field: 'high'}, color}},
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
  // Every trial a line over the parameters' axes, the best the strongest.
  parallel: (c, t) => ({
    params: [{...zoom, select: {...zoom.select, encodings: ['y']}}],
    mark: {type: 'line', strokeWidth: 1.5, color: PALETTE[0], clip: true, point: {size: 20, filled: true, color: PALETTE[0]}},
    encoding: {
      x: {field: 'parameter', type: 'nominal', title: null, sort: null, axis: {labelAngle: -30, grid: true}},
      y: axis('place', 'Smallest to largest', {axis: {labels: false, ticks: false, grid: false}, scale: {domain: [-0.05, 1.05], nice: false}}),
      detail: {field: 'trial'},
      opacity: {field: 'y', type: 'quantitative', title: 'Objective', legend: null, scale: {range: [0.08, 1], zero: false, exponent: 3, type: 'pow'}},
      tooltip: [{field: 'trial', title: 'Trial'}, {field: 'parameter', title: 'Parameter'}, {field: 'value', title: 'Value'},
        {field: 'y', title: 'Objective', format: '.4f'}],
    },
  }),
  importances(c, t) {
    const y = {field: 'parameter', type: 'nominal', title: null, sort: null, axis: {labelLimit: 210, domain: false, ticks: false}};
    return {height: 22 * c.rows.length, layer: [
      {mark: {type: 'bar', height: 14, color: PALETTE[0]},
        encoding: {y, x: axis('share', 'Share', {axis: {format: '.0%', tickCount: 5}}),
          tooltip: [{field: 'parameter', title: 'Parameter'}, {field: 'share', title: 'Share', format: '.1%'}]}},
      {mark: {type: 'text', align: 'left', dx: 5, fontSize: 11, color: t.muted},
        encoding: {y, x: axis('share'), text: {field: 'share', type: 'quantitative', format: '.0%'}}},
    ]};
  },
  intermediate: (c, t) => ({
    params: [zoom],
    mark: {type: 'line', strokeWidth: 1.2, opacity: 0.8, point: {size: 25, filled: true}, clip: true},
    encoding: {
      x: axis('x', 'Step', free(c, 'x')), y: axis('y', 'Objective', free(c, 'y')), detail: {field: 'trial'},
      color: {field: 'series', type: 'nominal', title: null,
        scale: {domain: ['complete', 'pruned', 'fail'], range: [PALETTE[0], BASELINES[0], PALETTE[1]]}},
      tooltip: [{field: 'trial', title: 'Trial'}, {field: 'series', title: 'State'}, {field: 'x', title: 'Step', format: ','},
        {field: 'y', title: 'Objective', format: '.4f'}],
    },
  }),
  // A waterfall: what is dropped hangs from what was there before, what is kept stands on 0.
  flow(c, t) {
    const y = {field: 'what', type: 'nominal', title: null, sort: null, axis: {labelLimit: 210, domain: false, ticks: false}};
    const kind = {field: 'kind', type: 'nominal', title: null, legend: {symbolType: 'square', symbolStrokeWidth: 0},
      scale: {domain: ['kept', 'dropped', 'split'], range: [PALETTE[0], PALETTE[1], PALETTE[2]]}};
    return {height: 22 * c.rows.length, layer: [
      {mark: {type: 'bar', height: 14},
        encoding: {y, x: axis('from', null, {axis: {format: '~s', tickCount: 5}}), x2: {field: 'to'}, color: kind,
          tooltip: [{field: 'what', title: 'What'}, {field: 'kind', title: 'Kind'}, {field: 'count', title: 'Windows', format: ','}]}},
      {mark: {type: 'text', align: 'left', dx: 5, fontSize: 11, color: t.muted},
        encoding: {y, x: axis('to'), text: {field: 'count', type: 'quantitative', format: ','}}},
    ]};
  },
  similarity: (c, t) => ({
    params: [zoom],
    mark: {type: 'bar', color: PALETTE[0], stroke: t.card, strokeWidth: 1, clip: true},
    encoding: {
      x: axis('low', 'Share of k-mers found in the nearest training window',
        {bin: 'binned', axis: {format: '.0%', tickCount: 10}, scale: {domain: [0, 1], nice: false}}),
      x2: {field: 'high'}, y: axis('count', 'Test windows'),
      tooltip: [{field: 'low', title: 'From', format: '.0%'}, {field: 'high', title: 'To', format: '.0%'},
        {field: 'count', title: 'Test windows', format: ','}],
    },
  }),
  // Parts of the test set stand below each other, the models of one part beside each other.
  strata(c, t) {
    const parts = unique(c.rows.map(r => r.part)), models = unique(c.rows.map(r => r.series));
    const y = {field: 'part', type: 'nominal', title: null, sort: null, axis: {labelLimit: 130, domain: false, ticks: false, grid: true}};
    const yOffset = {field: 'series', type: 'nominal', sort: null};
    const {color} = series(c), {metric} = c.rows[0];
    return {height: Math.max(60, parts.length * (8 + 9 * models.length)), layer: [
      {params: [{...zoom, select: {...zoom.select, encodings: ['x']}}], mark: {type: 'rule', strokeWidth: 1.5, clip: true}, encoding: {y, yOffset, x: axis('low', metric, free(c, 'y', 'low', 'high')), x2: {field: 'high'}, color}},
      {mark: {type: 'point', filled: true, size: 45, opacity: 1, clip: true}, encoding: {y, yOffset, x: axis('y', metric), color,
        tooltip: [{field: 'part', title: 'Part'}, {field: 'series', title: 'Model'}, {field: 'y', title: metric, format: '.3f'},
          {field: 'low', title: 'From', format: '.3f'}, {field: 'high', title: 'To', format: '.3f'},
          {field: 'windows', title: 'Windows', format: ','}, {field: 'positives', title: 'Positives', format: ','}]}},
    ]};
  },
  // The rule stands at the slider's threshold, which is the parameter "at".
  explorer: (c, t) => ({
    params: [{name: 'at', value: c.options.at}],
    transform: [{fold: ['precision', 'recall', 'f1'], as: ['metric', 'value']}],
    layer: [
      {params: [zoom], mark: {type: 'line', strokeWidth: 2, clip: true}, encoding: {
        x: axis('threshold', 'Threshold', free(c, 'threshold')), y: axis('value', 'Value', UNIT),
        color: metricColour, strokeDash: {...metricColour, scale: {domain: metricColour.scale.domain, range: [[1, 0], [6, 3], [2, 2]]}},
      }},
      {mark: {type: 'point', opacity: 0, size: 80, filled: true, clip: true}, encoding: {
        x: axis('threshold'), y: axis('value'), color: metricColour,
        tooltip: [{field: 'metric', title: 'Metric'}, {field: 'value', title: 'Value', format: '.3f'},
          {field: 'threshold', title: 'Threshold', format: '.4f'}]}},
      {transform: [{filter: "datum.threshold === at && datum.metric === 'f1'"}],
        mark: {type: 'rule', color: t.ink, strokeWidth: 1.5, clip: true}, encoding: {x: axis('threshold')}},
    ],
  }),
};
