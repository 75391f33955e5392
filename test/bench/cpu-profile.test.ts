import { describe, expect, it } from 'vitest';
import { selfTimes } from '../../bench/system/cpu-profile.ts';

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 6 });

describe('a CPU profile', () => {
  it('becomes shares of the busy time, the largest first', () => {
    const times = selfTimes({
      nodes: [
        { id: 1, callFrame: frame('(idle)') },
        { id: 2, callFrame: frame('decide', 'file:///somewhere/src/policy/decide.ts') },
        { id: 3, callFrame: frame('', 'file:///somewhere/node_modules/pg/lib/client.js') },
        { id: 4, callFrame: frame('decide', 'file:///somewhere/src/policy/decide.ts') },
      ],
      samples: [1, 2, 3, 4, 1],
      timeDeltas: [500, 20, 10, 10, 500],
    });
    expect(times).toEqual([
      { where: 'decide src/policy/decide.ts:7', share: 0.75 },
      { where: '(anonymous) node_modules/pg/lib/client.js:7', share: 0.25 },
    ]);
  });
});
