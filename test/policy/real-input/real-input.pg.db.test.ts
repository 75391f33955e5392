import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { decideJson } from '../../../src/policy/decide.ts';
import type { Decision } from '../../../src/policy/decision.ts';
import type { PolicySet } from '../../../src/policy/policy-set.ts';
import { loadPolicySet } from '../../../src/policy/policy-set.ts';
import { describePostgres } from '../../support/databases.ts';
import { loaded } from '../policy-tests.ts';
import { validatorOf } from '../schemas.ts';
import type { Allocation } from './allocations.ts';
import { parseAllocations } from './allocations.ts';
import type { ExpectedAnswer } from './expected-answer.ts';
import { expectedAnswer } from './expected-answer.ts';
import type { Placemark, Position } from './kml/kml.ts';
import { parseKml } from './kml/kml.ts';
import { allocationFiles, zoneFiles } from './policies.ts';
import { evenly, nearZones, parsePositions } from './positions.ts';
import { PostgisJudge } from './postgis.ts';
import { questionsAt, toRequest } from './questions.ts';
import type { Zone } from './zones.ts';
import { dynamicProtectionAreas, exclusionZones } from './zones.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data');
const NEEDED = ['E-DPAs.kml', 'GB_Part90_EZ.kml', 'allocations/us.tsv', 'cbrs-nationwide-catb.csv.gz'];
const missing = NEEDED.filter((name) => !existsSync(join(DATA, name)));

const read = (name: string) => readFileSync(join(DATA, name));

/**
 * The language's edges are this wide (a fifth of a micrometre), so that the rounding of longitudes that were unwrapped
 * decides nothing; PostGIS's have no width. No station is that near to an edge.
 */
const EDGE_DEGREES = 2e-12;

/** The real tables and the set made of them. */
interface Input {
  readonly placemarks: readonly Placemark[];
  readonly zones: readonly Zone[];
  readonly allocations: readonly Allocation[];
  readonly set: PolicySet;
}

function readInput(): Input {
  const [areas, exclusions] = [read('E-DPAs.kml'), read('GB_Part90_EZ.kml')].map((kml) => parseKml(kml.toString()));
  const zones = [...dynamicProtectionAreas(areas ?? []), ...exclusionZones(exclusions ?? [])];
  const allocations = parseAllocations(read('allocations/us.tsv').toString());
  const load = loadPolicySet([...allocationFiles(allocations), ...zoneFiles(zones)]);
  if (!load.ok)
    throw new Error(load.faults.map(({ path, pointer, detail }) => `${path} ${pointer}: ${detail}`).join('\n'));
  expect(load.warnings).toEqual([]);
  return { placemarks: [...(areas ?? []), ...(exclusions ?? [])], zones, allocations, set: load.set };
}

if (missing.length > 0) {
  describe.skip(`real protection areas and allocations: skipped, ../shared/data lacks ${missing.join(', ')}`, () => {
    it('are decided', () => undefined);
  });
} else {
  describePostgres('real protection areas and allocations', (database) => {
    let input: Input;
    let judge: PostgisJudge;
    beforeAll(async () => {
      input = readInput();
      judge = await PostgisJudge.of(database().db, input.zones);
    });

    it('become policies whole: a statement for each row and zone', () => {
      const { allocations, zones, set, placemarks } = input;
      expect([allocations.length, zones.length, set.statements.length]).toEqual([2718, 129, 2718 + 129 + 1]);
      // One repair in a hundred thousand positions; two areas are points with a distance.
      expect(placemarks.flatMap(({ repairs }) => repairs)).toEqual(['PuertoRico5: 1 repeated position dropped']);
      expect(zones.flatMap(({ id, circles }) => (circles.length > 0 ? [id] : []))).toEqual([
        'DPA WebsterField',
        'DPA Pensacola',
      ]);
      expect(zones.flatMap(({ polygons }) => polygons.flatMap((rings) => rings.slice(1)))).toHaveLength(15);
    });

    it('become policies that an editor finds no fault with', () => {
      const validate = validatorOf('policy.schema.json');
      const refused = [...allocationFiles(input.allocations), ...zoneFiles(input.zones)].filter(
        ({ text }) => !validate(JSON.parse(text)),
      );
      expect(refused).toEqual([]);
    });

    it('are sound to PostGIS too', async () => {
      expect(await judge.invalid()).toEqual([]);
    });

    it('are decided at 1000 stations as PostGIS and the tables say', async () => {
      const { zones, allocations, set } = input;
      const positions = await chosenStations(zones, judge);
      const questions = questionsAt(positions, allocations);
      const covering = await judge.covering(positions);
      expect(await judge.nearestRimM(positions)).toBeGreaterThan(1);
      const reasons = questions.map((question, index) => {
        const around = zones.filter(({ id }) => covering[index]?.includes(id));
        const wanted = expectedAnswer(question, allocations, around);
        const decision = decideJson(set, toRequest(question, index));
        expect(answered(decision), JSON.stringify(question)).toEqual(wanted);
        return wanted.reason;
      });
      const counts = Object.groupBy(reasons, (reason) => reason);
      expect(questions).toHaveLength(1000);
      expect(covering.filter((ids) => ids.length > 0).length).toBeGreaterThan(300);
      expect(counts['permit']?.length, 'permits').toBeGreaterThan(250);
      for (const reason of ['explicit-deny', 'constraint-violation', 'no-accept-actor'])
        expect(counts[reason]?.length, reason).toBeGreaterThan(20);
    });

    it('are closed at their corners, and a tenth of a millimetre beside them open, as PostGIS says', async () => {
      const { zones } = input;
      const corners = evenly(
        zones.flatMap(({ polygons }) => polygons.flat(2)),
        1000,
      );
      const beside = evenly(corners, 500).map(([x, y], index): Position => [x + (index % 2 === 0 ? 1e-9 : -1e-9), y]);
      const positions = [...corners, ...beside];
      const [covering, nearly] = [await judge.covering(positions), await judge.covering(positions, EDGE_DEGREES)];
      const set = loaded(zoneFiles(zones));
      const band = { startHz: 3_600e6, stopHz: 3_700e6 };
      const matched = positions.map((position, index): readonly string[] => {
        const request = toRequest({ role: 'public', band, position, resolutionHz: undefined }, index);
        return decideJson(set, request).matched.map(({ statement }) => statement);
      });
      const faults = positions.filter((_, index) => {
        const [least, found, most] = [covering[index] ?? [], matched[index] ?? [], nearly[index] ?? []];
        return !least.every((id) => found.includes(id)) || !found.every((id) => most.includes(id));
      });
      expect(faults).toEqual([]);
      // Two areas that share a border wrote it down with different roundings.
      const onlyNearly = positions.filter((_, index) => matched[index]?.length !== covering[index]?.length).length;
      expect(onlyNearly).toBeLessThan(20);
      expect(covering.slice(0, corners.length).every((ids) => ids.length > 0)).toBe(true);
      const open = covering.slice(corners.length).filter((ids) => ids.length === 0).length;
      expect(open / beside.length).toBeGreaterThan(0.25);
    });
  });
}

function answered(answer: Decision): ExpectedAnswer {
  const { decision, reason } = answer;
  const matched = answer.matched.map(({ statement }) => statement).sort();
  const settings = answer.decision === 'Permit' ? answer.settings : {};
  return { decision, reason, matched, set: Object.keys(settings).length === 0 ? null : settings };
}

/** Stations everywhere, near the zones, and in them; PostGIS says which those are. */
async function chosenStations(zones: readonly Zone[], judge: PostgisJudge): Promise<readonly Position[]> {
  const stations = parsePositions(gunzipSync(read('cbrs-nationwide-catb.csv.gz')).toString());
  const near = nearZones(stations, zones, 0.02);
  const around = await judge.covering(near);
  const within = near.filter((_, index) => (around[index] ?? []).length > 0);
  return [...evenly(stations, 300), ...evenly(near, 300), ...evenly(within, 400)];
}
