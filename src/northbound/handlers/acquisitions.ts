import type { Fault } from '../../errors.ts';
import { toAcquisitionBody, toAcquisitionWithMetadataBody, toOrigin } from '../bodies/observation.ts';
import { refuseFaults } from '../bodies/place.ts';
import type { ObservationService } from '../domain.ts';
import type { OperationHandler } from '../contract/operation.ts';
import { ok } from '../contract/operation.ts';
import type { Pager } from '../pages/pager.ts';
import { archiveHeaders, writeArchive } from '../streams/sigmf-archive.ts';

/** `acquisition_list` */
export function listAcquisitions(observations: ObservationService, pager: Pager): OperationHandler<'acquisition_list'> {
  return async ({ query, actor, access }) => {
    const faults: Fault[] = [];
    const open = pager.ofQuery(query, { operation: 'acquisition_list', path: '/api/v1/acquisitions', actor }, faults);
    refuseFaults(faults);
    const page = await observations.find(toOrigin(query), open.request, access);
    return ok(open.body(page, toAcquisitionBody), open.headers(page));
  };
}

/** `acquisition_show` */
export function showAcquisition(observations: ObservationService): OperationHandler<'acquisition_show'> {
  return async ({ path, access }) =>
    ok(toAcquisitionWithMetadataBody(await observations.get(path.id.toLowerCase(), access)));
}

/** `acquisition_archive`: the recording as one SigMF archive, streamed. */
export function sendArchive(observations: ObservationService): OperationHandler<'acquisition_archive'> {
  return async ({ path, access }) => {
    const { observation, data } = await observations.openRecording(path.id.toLowerCase(), access);
    return {
      kind: 'stream',
      status: 200,
      headers: archiveHeaders(observation),
      write: (response) => writeArchive(observation, data, response),
      discard: async () => {
        await data[Symbol.asyncIterator]().return?.();
      },
    };
  };
}
