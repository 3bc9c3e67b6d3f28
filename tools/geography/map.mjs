// The world as an SVG document of shapes, one an id: countries by alpha-2, and `land`, all of them. Pages point at the shapes with <use>.
// Borders are those of Natural Earth (public domain), as they are kept de facto; they say nothing of whose they ought to be.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import { presimplify, simplify } from 'topojson-simplify';
import { countries } from './territories.mjs';

/** Of the view box; a document is drawn in a column of some 600 pixels. */
const width = 960;
const height = 470;

/** Square degrees below which a corner is left out: what it is worth is less than half a pixel. */
const detail = 0.15;

/** Countries smaller than this on the drawing are dots, or nobody would hit Singapore. */
const smallest = 5;

export function worldMap() {
  const atlas = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-50m.json')));
  const codes = new Map(countries().map(([code, , numeric]) => [numeric, code]));
  const topology = simplify(presimplify(atlas), detail);
  const shapes = feature(topology, topology.objects.countries).features.filter(f => f.id !== '010');
  const projection = geoNaturalEarth1().rotate([-11, 0]).fitSize([width, height], { type: 'FeatureCollection', features: shapes });
  const draw = geoPath(projection).digits(1);
  const [named, others] = [new Map(), []];
  for (const shape of shapes) {
    const code = codes.get(shape.id) ?? (shape.properties.name === 'Kosovo' ? 'XK' : undefined);
    const [[left, top], [right, bottom]] = draw.bounds(shape);
    const [x, y] = draw.centroid(shape).map(n => n.toFixed(1));
    const dot = right - left < smallest && bottom - top < smallest;
    const id = code && !named.has(code) ? ` id="${code}"` : '';
    const path = dot ? `<circle${id} cx="${x}" cy="${y}" r="2.5"/>` : `<path${id} d="${draw(shape)}"/>`;
    if (id) named.set(code, path);
    else others.push(path);
  }

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">`,
    '<!-- Natural Earth 1:50m, npm world-atlas. Generated: change tools/geography and run `node tools/geography/generate.mjs`, not this file. -->',
    '<g id="land">',
    ...[...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path),
    ...others,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
