import type { sendUnaryData } from '@grpc/grpc-js';
import type { EnrollmentHandlers } from '../../proto/generated/clearband/scos/v1/Enrollment.ts';
import type { JoinResponse } from '../../proto/generated/clearband/scos/v1/JoinResponse.ts';
import { ClearbandError } from '../errors.ts';
import type { JoinRequest, JoinedSensor } from '../sensors/enrollment/enrollment.ts';
import type { RefusalListener } from './domain.ts';
import { scosCodeOf, toCallFailure } from './error-codes.ts';
import type { EdgeLog } from './edge-log.ts';

/** What the service calls; `Enrollment` does it. */
export interface Joining {
  join(request: JoinRequest): Promise<JoinedSensor>;
}

export interface EnrollmentServiceParts {
  readonly enrollment: Joining;
  readonly onRefused: RefusalListener;
  readonly log: EdgeLog;
}

/** Trades join tokens for certificates; the one service that needs none. */
export function enrollmentService({ enrollment, onRefused, log }: EnrollmentServiceParts): EnrollmentHandlers {
  return {
    Join: (call, callback: sendUnaryData<JoinResponse>) => {
      const { joinToken, certificateRequestPem, sensorName, agentVersion } = call.request;
      const wantedName = sensorName === '' ? undefined : sensorName;
      enrollment.join({ tokenText: joinToken, certificateRequestPem, wantedName, agentVersion }).then(
        (joined) => {
          log.info({ sensorId: joined.sensorId, sensor: joined.sensorName, peer: call.getPeer() }, 'sensor joined');
          callback(null, joined);
        },
        (error: unknown) => {
          if (error instanceof ClearbandError) {
            onRefused({ code: scosCodeOf(error), reason: error.message, peer: call.getPeer() });
          } else {
            log.error({ err: error, peer: call.getPeer() }, 'join failed');
          }
          callback(toCallFailure(error));
        },
      );
    },
  };
}
