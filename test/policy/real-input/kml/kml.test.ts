import { describe, expect, it } from 'vitest';
import { parseArea } from '../../../../src/spectrum/area.ts';
import { parseKml } from './kml.ts';
import { parseXml } from './xml.ts';

const ring = (coordinates: string) => `<LinearRing><coordinates>${coordinates}</coordinates></LinearRing>`;
const polygon = (outer: string, ...holes: string[]) =>
  `<Polygon><outerBoundaryIs>${ring(outer)}</outerBoundaryIs>${holes.map((hole) => `<innerBoundaryIs>${ring(hole)}</innerBoundaryIs>`).join('')}</Polygon>`;
const kml = (placemark: string) =>
  `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>d</name><Placemark><name>p</name>${placemark}</Placemark></Document></kml>`;

describe('parseKml', () => {
  it('reads polygons with holes, longitude first, and leaves altitudes out', () => {
    const [place] = parseKml(kml(polygon('0,10,5 4,10,5 4,14 0,14 0,10', '1,11 2,11\n\t2,12 1,11')));
    expect(place?.polygons).toEqual([
      [
        [[0, 10], [4, 10], [4, 14], [0, 14], [0, 10]],
        [[1, 11], [2, 11], [2, 12], [1, 11]],
      ],
    ]); // prettier-ignore
    expect(place?.repairs).toEqual([]);
  });

  it('reads every polygon of a MultiGeometry, and points', () => {
    const parts = `${polygon('0,0 1,0 1,1 0,0')}${polygon('5,5 6,5 6,6 5,5')}<Point><coordinates>-76.4,38.1,0</coordinates></Point>`;
    const [place] = parseKml(kml(`<MultiGeometry>${parts}</MultiGeometry>`));
    expect(place?.polygons).toHaveLength(2);
    expect(place?.points).toEqual([[-76.4, 38.1]]);
  });

  it('closes rings and drops repeated positions, and says so', () => {
    const [place] = parseKml(kml(`${polygon('0,0 1,0 1,0 1,1 0,0 0,0')}${polygon('0,0 1,0 1,1')}`));
    expect(place?.repairs).toEqual(['p: 2 repeated positions dropped', 'p: a ring closed']);
    const area = parseArea({ type: 'MultiPolygon', coordinates: place?.polygons });
    expect(area.ok).toBe(true);
  });

  it('reads extended data whatever the case of their names', () => {
    const data = '<ExtendedData><Data name="freqRangeMhz"><value> 3550-3650 </value></Data></ExtendedData>';
    expect(parseKml(kml(data))[0]?.data).toEqual({ freqrangemhz: '3550-3650' });
  });

  it.each([
    ['a latitude beyond the pole', '0,0 1,91 1,1 0,0'],
    ['a position of one number', '0,0 1 1,1 0,0'],
    ['a text', '0,0 x,y 1,1 0,0'],
    ['nothing', ''],
  ])('refuses a ring with %s', (_what, coordinates) => {
    expect(() => parseKml(kml(polygon(coordinates)))).toThrow(/^p: /);
  });
});

describe('parseXml', () => {
  it('reads prefixes, comments, character data and references', () => {
    const element = parseXml(
      `<?xml version="1.0"?><!-- <b> --><k:a k:x="1 &lt; 2" y='"'><![CDATA[<&>]]>&#65;&#x42;&amp;<b/></k:a>\n`,
    );
    expect(element).toEqual({
      name: 'a',
      attributes: { x: '1 < 2', y: '"' },
      children: [{ name: 'b', attributes: {}, children: [], text: '' }],
      text: '<&>AB&',
    });
  });

  it.each(['', '<a>', '<a></b>', '<a></a></a>', '<a', '<a x=1></a>', 'text only'])('refuses `%s`', (text) => {
    expect(() => parseXml(text)).toThrow(SyntaxError);
  });
});
