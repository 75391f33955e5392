import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NOW, aSensor, idOf } from './fake-things.ts';
import { RunningEdge } from './running-edge.ts';

let edge: RunningEdge;
beforeAll(async () => {
  edge = await RunningEdge.start();
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
});
beforeEach(() => {
  edge.domain.asked = {};
  edge.domain.sensorList.length = 0;
  edge.domain.sensorList.push(aSensor(1), aSensor(2), aSensor(3));
});

interface PageBody {
  readonly items: readonly { readonly id: string }[];
  readonly next_cursor: string | null;
}

async function page(path: string): Promise<PageBody> {
  const response = await edge.fetch(path);
  expect(response.status).toBe(200);
  return (await response.json()) as PageBody;
}

describe('what the domain is asked', () => {
  it.each([
    ['', {}],
    ['?bbox=170,-10,-170,10', { place: { kind: 'box', west: 170, south: -10, east: -170, north: 10 } }],
    [
      '?point=-105.5,40&radius_m=5e3',
      { place: { kind: 'circle', center: { latitude: 40, longitude: -105.5 }, radiusM: 5000 } },
    ],
    ['?band=88e6,108000000.5', { band: { startHz: 88e6, stopHz: 108000000.5 } }],
    ['?action=m4s&status=expired', { action: 'm4s', association: 'expired' }],
  ])('for sensors%s', async (query, asked) => {
    await page(`/api/v1/sensors${query}`);
    expect(edge.domain.asked.sensors).toEqual(asked);
    expect(edge.domain.asked.page).toEqual({ limit: 100 });
  });

  it('for sensors in an area', async () => {
    const ring = [[0, 0], [2, 0], [2, 2], [0, 0]]; // prettier-ignore
    const response = await edge.post('/api/v1/sensors/search', {
      area: { type: 'Polygon', coordinates: [ring] },
      band: { start_hz: 1, stop_hz: 2 },
      limit: 5,
    });
    expect(response.status).toBe(200);
    expect(edge.domain.asked.sensors).toMatchObject({
      place: { kind: 'area', area: { kind: 'polygons' } },
      band: { startHz: 1, stopHz: 2 },
    });
    expect(edge.domain.asked.page).toEqual({ limit: 5 });
  });

  it.each([
    [
      `?sensor=${idOf('1', 1).toUpperCase()}&task=${idOf('b', 1)}&action=iq`,
      { sensorId: idOf('1', 1), taskId: idOf('b', 1), action: 'iq' },
    ],
    ['?datetime=2026-11-20T12:00:00.0009Z/..', { window: { start: NOW } }],
    ['?datetime=../2026-11-20T14:00:00%2B02:00', { window: { stop: NOW } }],
    ['?datetime=2026-11-20T12:00:00Z', { window: { start: NOW, stop: new Date(NOW.getTime() + 1) } }],
  ])('for observations%s', async (query, asked) => {
    await page(`/api/v1/observations${query}`);
    expect(edge.domain.asked.observations).toEqual(asked);
  });

  it('for acquisitions of a schedule entry', async () => {
    await page(`/api/v1/acquisitions?schedule_entry=${idOf('a', 1)}`);
    expect(edge.domain.asked.observations).toEqual({ entryId: idOf('a', 1) });
  });

  it('for a schedule entry, with all that may be left out', async () => {
    await edge.post('/api/v1/schedule', { name: 'least', action: 'm4s', sensors: [idOf('1', 1)] });
    expect(edge.domain.asked.schedule).toEqual({
      name: 'least',
      action: 'm4s',
      parameters: {},
      selection: { kind: 'sensors', sensorIds: [idOf('1', 1)] },
      start: undefined,
      stop: undefined,
      relativeStopSeconds: undefined,
      intervalSeconds: undefined,
      slotSeconds: undefined,
      priority: 10,
    });
  });

  it('for a schedule entry, with everything', async () => {
    const area = { circle: { center: [-105, 40], radius: '10 km' } };
    const times = { start: '2026-11-20T14:00:00+02:00', stop: '2026-11-20T12:00:00.5Z', interval: 0.5, slot: 2 };
    const response = await edge.post('/api/v1/schedule', {
      name: 'most',
      action: 'iq',
      parameters: { gain_db: 20 },
      area,
      count: 3,
      priority: -20,
      ...times,
    });
    expect([response.status, response.headers.get('location')]).toEqual([
      201,
      `/api/v1/schedule/${idOf('a', edge.domain.entries.length)}`,
    ]);
    expect(edge.domain.asked.schedule).toEqual({
      name: 'most',
      action: 'iq',
      parameters: { gain_db: 20 },
      selection: {
        kind: 'place',
        place: { kind: 'circle', center: { latitude: 40, longitude: -105 }, radiusM: 10_000 },
        count: 3,
      },
      start: NOW,
      stop: new Date(NOW.getTime() + 500),
      relativeStopSeconds: undefined,
      intervalSeconds: 0.5,
      slotSeconds: 2,
      priority: -20,
    });
    const body = (await response.json()) as { selection: unknown };
    expect(body.selection).toEqual({
      sensors: null,
      area: { circle: { center: [-105, 40], radius: '10000 m' } },
      count: 3,
    });
  });

  it('only whether it would do, with validate_only', async () => {
    const before = edge.domain.entries.length;
    const response = await edge.post('/api/v1/schedule', {
      name: 'check',
      action: 'm4s',
      sensors: [idOf('1', 1)],
      validate_only: true,
    });
    expect([response.status, response.headers.get('location'), edge.domain.entries.length]).toEqual([
      200,
      null,
      before,
    ]);
  });

  it('for tokens: the text is in the first answer only', async () => {
    const made = (await (await edge.post('/api/v1/tokens', { user: 'client' })).json()) as {
      id: string;
      token: string;
    };
    expect(made.token).toContain(made.id);
    expect(JSON.stringify(await page('/api/v1/tokens'))).not.toContain(made.token);
    expect((await edge.fetch(`/api/v1/tokens/${made.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await edge.fetch('/api/v1/tokens/unknown0000', { method: 'DELETE' })).status).toBe(404);
  });
});

describe('pages', () => {
  it('follow each other to the end, by cursor and by link', async () => {
    const first = await edge.fetch('/api/v1/sensors?limit=1&status=associated');
    const { items, next_cursor: cursor } = (await first.json()) as PageBody;
    expect(items.map(({ id }) => id)).toEqual([idOf('1', 1)]);
    const link = /^<([^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect(link).toContain(`cursor=${cursor ?? ''}`);
    const second = await edge.fetch(link);
    expect(((await second.json()) as PageBody).items.map(({ id }) => id)).toEqual([idOf('1', 2)]);
    const rest = await edge.fetch(`/api/v1/sensors?limit=50&status=associated&cursor=${cursor ?? ''}`);
    const last = (await rest.json()) as PageBody;
    expect([last.items.length, last.next_cursor, rest.headers.get('link')]).toEqual([2, null, null]);
  });

  it('of a search follow each other too', async () => {
    const area = { circle: { center: [-105, 40], radius: '10 km' } };
    const first = (await (await edge.post('/api/v1/sensors/search', { area, limit: 2 })).json()) as PageBody;
    const again = await edge.post('/api/v1/sensors/search', { area, cursor: first.next_cursor });
    expect(((await again.json()) as PageBody).items.map(({ id }) => id)).toEqual([idOf('1', 3)]);
  });

  it.each([
    ['other filters', (cursor: string) => `/api/v1/sensors?limit=1&action=m4s&cursor=${cursor}`],
    ['another collection', (cursor: string) => `/api/v1/tasks?cursor=${cursor}`],
    [
      'one letter changed',
      (cursor: string) => `/api/v1/sensors?cursor=${cursor.startsWith('A') ? 'B' : 'A'}${cursor.slice(1)}`,
    ],
  ])('do not follow with %s', async (_name, path) => {
    const { next_cursor: cursor } = await page('/api/v1/sensors?limit=1');
    const response = await edge.fetch(path(cursor ?? ''));
    expect(await response.json()).toMatchObject({
      status: 400,
      errors: [{ code: 'invalid-cursor', parameter: 'cursor' }],
    });
  });

  it('are of a hundred unless asked for otherwise', async () => {
    edge.domain.sensorList.push(...Array.from({ length: 150 }, (_, number) => aSensor(number + 10)));
    expect((await page('/api/v1/sensors')).items).toHaveLength(100);
  });
});
