import { mergeConfig } from 'vitest/config';
import config from '../../../vitest.config.ts';

/** The outcomes that `slowest-reporter.test.ts` counts; the real run does not look at `*.outcome.ts`. */
export default {
  ...mergeConfig(config, {}),
  test: { ...config.test, include: ['test/support/slowest-reporter-fixture/*.outcome.ts'] },
};
