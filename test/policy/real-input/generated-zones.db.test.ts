import fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import { decideJson } from '../../../src/policy/decide.ts';
import { describeEmbeddedDatabase, describePostgres } from '../../support/databases.ts';
import { loaded } from '../policy-tests.ts';
import { arbitraryZones } from './generated-zones.ts';
import { zoneFiles } from './policies.ts';
import { PostgisJudge } from './postgis.ts';
import { toRequest } from './questions.ts';

const band = { startHz: 3_600e6, stopHz: 3_700e6 };

// PostGIS is the judge, whoever runs it: the server starts sooner, and the embedded one is always there.
const describeWithPostgis = 'unavailable' in inject('postgres') ? describeEmbeddedDatabase : describePostgres;

describeWithPostgis('generated zones', (database) => {
  it('hold exactly the places that PostGIS says, edges and corners too', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryZones, async (zones) => {
        const named = zones.map((zone, index) => ({ ...zone, id: `zone ${index}` }));
        const judge = await PostgisJudge.of(
          database().db,
          named.map(({ id, plain }) => ({ id, ...plain })),
        );
        expect(await judge.invalid()).toEqual([]);
        const set = loaded(zoneFiles(named.map(({ id, spelled }) => ({ id, ...spelled }))));
        const places = zones.flatMap((zone) => zone.places);
        const covering = await judge.covering(places);
        const matched = places.map((position, index) => {
          const request = toRequest({ role: 'public', band, position, resolutionHz: undefined }, index);
          return decideJson(set, request).matched.map(({ statement }) => statement);
        });
        const faults = places.flatMap((place, index) =>
          [...(matched[index] ?? [])].sort().join() === covering[index]?.join()
            ? []
            : [`${place.join()}: ${matched[index]?.join() ?? ''}, not ${covering[index]?.join() ?? ''}`],
        );
        expect(faults).toEqual([]);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });
});
